"""Who can sign in to the demo; fictitious people, one password, shown on the sign-in page."""

from dataclasses import dataclass

from flask_security import hash_password
from sqlmodel import select

from web.catalogue import Role, User
from web.catalogue_sessions import CatalogueSessions

DEMO_PASSWORD = "tanlab-demo-2026"  # noqa: S105  public on purpose, in demo mode only


@dataclass(frozen=True, slots=True)
class DemoUser:
    """A sign-in of the demo."""

    email: str
    zh: str
    en: str
    roles: tuple[str, ...]


DEMO_USERS = (
    DemoUser(
        "developer@example.org", "项目业主", "Project developer", ("developer", "representative")
    ),
    DemoUser("verifier1@example.org", "审定机构", "Validation body", ("verifier",)),
    DemoUser("verifier2@example.org", "核查机构", "Verification body", ("verifier",)),
    DemoUser("operator@example.org", "登记机构", "Registry operator", ("operator",)),
    DemoUser("trader1@example.org", "交易员甲", "Trader A", ("representative",)),
    DemoUser("trader2@example.org", "交易员乙", "Trader B", ("representative",)),
    DemoUser("emitter@example.org", "重点排放单位", "Compliance entity", ("representative",)),
    DemoUser(
        "platform@example.org", "碳普惠平台", "Carbon inclusion platform", ("representative",)
    ),
    DemoUser("researcher@example.org", "研究人员", "Researcher", ()),
    DemoUser("initiator@example.org", "发起人", "Initiator of a company", ("representative",)),
    DemoUser("approver@example.org", "批准人", "Approver of a company", ("representative",)),
    DemoUser("admin@example.org", "管理员", "Administrator", ("administrator",)),
    DemoUser("admin2@example.org", "第二管理员", "Second administrator", ("administrator",)),
    DemoUser("regulator@example.org", "主管部门", "Regulator", ("regulator",)),
)


def seed_users(catalogue: CatalogueSessions) -> None:
    """Add the demo's users that are not there yet; needs an application context."""
    with catalogue.unit_of_work() as session:
        roles = {role.name: role for role in session.exec(select(Role)).all()}
        for name in sorted({role for user in DEMO_USERS for role in user.roles} - set(roles)):
            roles[name] = Role(name=name)
        known = set(session.exec(select(User.email)).all())
        for user in DEMO_USERS:
            if user.email not in known:
                session.add(
                    User(
                        email=user.email,
                        name=f"{user.zh} {user.en}",
                        password=hash_password(DEMO_PASSWORD),
                        roles=[roles[name] for name in user.roles],
                    )
                )
