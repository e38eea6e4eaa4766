"""What is asked beside a file of factors."""

from pydantic import Field

from web.forms import FormModel, field_copy


class ImportForm(FormModel):
    """Why factors are imported, and whether the file holds whole tables."""

    reason: str = Field(
        max_length=1000,
        json_schema_extra=field_copy(
            "理由",
            "Reason",
            "例如所依据的公告；将随导入长期公示。",
            "For example the notice it follows; kept and shown with the import.",
        ),
    )
    whole_tables: bool = Field(
        False,
        json_schema_extra=field_copy(
            "文件包含所涉各表的全部因子",
            "The file holds all factors of the tables it names",
            "文件中没有的因子将从这些表删除。",
            "Factors of these tables that the file lacks are removed.",
        ),
    )
