"""The demo's project documents: one small, honest page of PDF for each."""

from registry.projects import DOCUMENT_NAMES, AttachDocument, DocumentKind, keep_content
from registry.worlds import Role
from web.demo.cast import Cast, client_id

PAGE = (
    "BT /F1 16 Tf 60 760 Td ({title}) Tj 0 -28 Td ({project}: fictitious, for demonstration) Tj ET"
)


def file_document(
    cast: Cast, key: str, project: str, kind: DocumentKind, filer: str, *, report: str = ""
) -> str:
    """File a document of a kind with a project; return its number.

    Args:
        cast: who acts.
        key: the project's part of client ids.
        project: its number.
        kind: what the document is.
        filer: key of the party that files it.
        report: of a verification report: whose.
    """
    name = f"{project}-{kind}.pdf"
    content = page_of_pdf(DOCUMENT_NAMES[kind]["en"], project)
    command = AttachDocument(
        client_id=client_id(key, "document", kind),
        project=project,
        party_id=cast.party_ids[filer],
        document_kind=kind,
        name=name,
        digest=keep_content(cast.session, name, content),
        report=report,
    )
    actor = cast.actor(filer, Role.DEVELOPER, Role.VERIFIER)
    return str(cast.do(command, actor)["document"])


def page_of_pdf(title: str, project: str) -> bytes:
    """Return a PDF of one page with two lines; the texts are ASCII without parentheses."""
    drawn = PAGE.format(title=title, project=project)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    written += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n"
    )
    start = written.index("xref\n")
    return f"{written}{start}\n%%EOF\n".encode("ascii")
