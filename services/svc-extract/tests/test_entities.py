import unittest

from extract.entities import find
from extract.html_text import text_of


class EntityTests(unittest.TestCase):
    def values(self, text, kind=None):
        return [(e.value, e.valid) for e in find(text) if kind in (None, e.kind)]

    def test_dates_in_all_spellings_have_one_value(self):
        for text in ("due 2026-01-31.", "due 31/01/2026", "due 31.01.26", "on 31st January 2026", "on Jan 31, 2026", "31 jan 2026"):
            self.assertEqual(self.values(text, "date"), [("2026-01-31", True)], text)

    def test_a_day_that_no_calendar_has_is_not_valid(self):
        self.assertEqual(self.values("30.02.2026"), [("2026-02-30", False)])

    def test_amounts_of_both_worlds(self):
        for text, value in (("£1,234.50", "1234.50 GBP"), ("1.234,50 €", "1234.50 EUR"), ("-$12", "-12.00 USD"), ("GBP", None), ("12'000 CHF", "12000.00 CHF"), ("$ 1,000,000", "1000000.00 USD")):
            self.assertEqual(self.values(text, "amount"), [(value, True)] if value else [], text)

    def test_check_digits_of_account_numbers_are_counted(self):
        self.assertEqual(self.values("GB29 NWBK 6016 1331 9268 19"), [("GB29NWBK60161331926819", True)])
        self.assertEqual(self.values("GB28 NWBK 6016 1331 9268 19"), [("GB28NWBK60161331926819", False)])

    def test_offsets_name_the_text_and_never_overlap(self):
        text = "Mail a@b.example 12.5 % of £10.00 by 1 May 2026, see https://x.example/1.00?d=2026-01-01."
        entities = list(find(text))
        self.assertEqual([e.kind for e in entities], ["email", "percent", "amount", "date", "url"])
        end = 0
        for entity in entities:
            self.assertEqual(text[entity.start : entity.end], entity.text)
            self.assertGreaterEqual(entity.start, end)
            end = entity.end


class HtmlTests(unittest.TestCase):
    def test_reader_sees_lines_and_no_scripts(self):
        page = "<head><title>t</title></head><p>Total:&nbsp;<b>£5</b><script>var a='£6'</script></p><table><tr><td>a</td><td>b</td></tr></table>"
        self.assertEqual(text_of(page).replace("\xa0", " "), "Total: £5\na\tb")


if __name__ == "__main__":
    unittest.main()
