"""The HTTP interface of forms."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from .definitions import Form, forms, recognise
from .parsing import ParsedForm, parse

app = FastAPI(title="svc-forms")


class ParseRequest(BaseModel):
    text: str = Field(min_length=1, max_length=500_000)
    form: str | None = None


@app.get("/health")
def health() -> dict:
    return {"status": "ok", "forms": list(forms())}


@app.get("/forms/{name}")
def definition(name: str) -> Form:
    if name not in forms():
        raise HTTPException(404, f"no form '{name}'; there are {', '.join(forms())}")
    return forms()[name]


@app.post("/parse")
def read(body: ParseRequest) -> ParsedForm:
    """The fields of a filled-in form; without a name the form is recognised by its words."""
    name = body.form or recognise(body.text)
    if name is None:
        raise HTTPException(422, f"this is none of the forms {', '.join(forms())}; name one in 'form'")
    return parse(name, definition(name), body.text)
