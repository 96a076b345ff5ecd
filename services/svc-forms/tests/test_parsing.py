import unittest
from datetime import date
from decimal import Decimal

from forms.definitions import forms, recognise
from forms.parsing import parse
from forms.values import read_date, read_flag, read_money

INVOICE = """INVOICE
Invoice number: 2026-0042
Invoice date:   31 January 2026
Due date:       14/02/2026
VAT number:     GB 123 4567 89

Net amount ........ £1,000.00
VAT                 200.00
Total due\t£1,200.00
[x] Paid
"""


class ParsingTests(unittest.TestCase):
    def read(self, text):
        return parse("invoice", forms()["invoice"], text)

    def test_invoice_is_read_in_all_its_spellings(self):
        result = self.read(INVOICE)
        self.assertEqual(result.findings, [])
        self.assertEqual({k: v.value for k, v in result.values.items()}, {
            "number": "2026-0042", "date": date(2026, 1, 31), "due": date(2026, 2, 14), "seller_vat": "GB 123 4567 89",
            "net": Decimal("1000.00"), "vat": Decimal("200.00"), "total": Decimal("1200.00"), "paid": True})
        self.assertTrue(result.complete)

    def test_a_misread_letter_in_a_label_is_no_matter(self):
        self.assertEqual(self.read(INVOICE.replace("Net amount", "Net arnount")).values["net"].value, Decimal("1000.00"))

    def test_wrong_sum_is_told_with_its_line(self):
        findings = self.read(INVOICE.replace("£1,200.00", "£1,300.00")).findings
        self.assertEqual([(f.field, f.line) for f in findings], [("total", 9)])
        self.assertIn("net + vat is 1200.00", findings[0].message)

    def test_missing_and_unreadable_fields_are_told_apart(self):
        findings = self.read(INVOICE.replace("Invoice number: 2026-0042\n", "").replace("31 January 2026", "soon")).findings
        self.assertEqual([(f.field, f.line is None) for f in findings], [("date", False), ("number", True)])

    def test_dates_have_to_be_in_order(self):
        self.assertEqual([f.field for f in self.read(INVOICE.replace("14/02/2026", "14/01/2026")).findings], ["due"])

    def test_form_is_recognised_by_its_words(self):
        self.assertEqual(recognise(INVOICE), "invoice")
        self.assertEqual(recognise("Self assessment\nUTR: 1234567890\nPay before tax: 1"), "tax-return")
        self.assertIsNone(recognise("A letter."))


class ValueTests(unittest.TestCase):
    def test_amounts(self):
        for text, amount in (("£1,234.5", "1234.50"), ("(12.00)", "-12.00"), ("-3", "-3.00"), ("GBP 7", "7.00")):
            self.assertEqual(read_money(text), Decimal(amount))
        for text in ("12.345", "1,23", "twelve", ""):
            self.assertRaises(ValueError, read_money, text)

    def test_dates_and_flags(self):
        self.assertEqual(read_date("March 1st, 2026"), date(2026, 3, 1))
        self.assertRaises(ValueError, read_date, "30 February 2026")
        self.assertEqual((read_flag("[X]"), read_flag("[ ]")), (True, False))


if __name__ == "__main__":
    unittest.main()
