"""Every call of the insurer's facade, with canary values in all that a person could have typed."""

from collections.abc import Awaitable, Callable
from datetime import date

from omi_tui.client.drafts import draft_request
from omi_tui.client.insurer import Insurer
from omi_tui.model.account import AccountSettings, EmailChange, PasswordChange, SignUp
from omi_tui.model.passport import PassportDetails
from omi_tui.model.person import Insured, PersonalInfo

KEY = "0b0e7a52-8f3c-4b53-9d0e-6c4a4c1e9a11"
PERSONAL = PersonalInfo(
    last_name="Канарейка",
    first_name="Анна",
    last_name_latin="CANARYLAST",
    first_name_latin="CANARYFIRST",
    sex="female",
    birth_date=date(1987, 3, 29),
    address="Canary street 71",
    phone="+48500700900",
)
PASSPORT = PassportDetails(
    document_type="passport",
    nationality="POL",
    number="CN7654321",
    personal_number="87032912345",
    issued_by="Canary office",
    issue_date=date(2020, 4, 5),
    expiry_date=date(2033, 4, 5),
)
INSURED = Insured(
    last_name_latin="CANARYLAST",
    first_name_latin="CANARYFIRST",
    birth_date=date(1987, 3, 29),
    citizenship="POL",
    passport_number="CN7654321",
    address="Canary street 71",
    phone="+48500700900",
    country_of_residence="POL",
)
EMAIL, PASSWORD, TICKET = "canary@example.test", "canary-staple-7", "Tw1cketTw1cketTw1cketTw1cketTw1cketTw1ckA="
CANARIES = (
    *("Канарейка", "Анна", "CANARY", "Canary street", "500700900", "CN7654321", "87032912345"),
    *("1987-03-29", "29.03.1987", "Canary office", "canary@", "canary%40", "canary-staple"),
)
REQUEST = draft_request(
    quote_id="q1", begin=date(2026, 12, 1), end=date(2026, 12, 8), insured=INSURED, country_of_residence="POL"
)
SIGN_UP = SignUp(email=EMAIL, password=PASSWORD, residence_country="POL", adult_confirmed=True)
SETTINGS = AccountSettings(language="en", email_notices=True)

CALLS: dict[str, Callable[[Insurer], Awaitable[object]]] = {
    "accounts.sign_up": lambda at: at.accounts.sign_up(SIGN_UP, KEY),
    "accounts.activate": lambda at: at.accounts.activate(EMAIL, TICKET),
    "accounts.resend_activation": lambda at: at.accounts.resend_activation(EMAIL),
    "accounts.request_reset": lambda at: at.accounts.request_reset(EMAIL),
    "accounts.reset_password": lambda at: at.accounts.reset_password(TICKET, PASSWORD),
    "sessions.sign_in": lambda at: at.sessions.sign_in(EMAIL, PASSWORD),
    "sessions.restore": lambda at: at.sessions.restore(),
    "profile.personal_info": lambda at: at.profile.personal_info(),
    "profile.save_personal_info": lambda at: at.profile.save_personal_info(PERSONAL, '"1"'),
    "profile.passport": lambda at: at.profile.passport(),
    "profile.save_passport": lambda at: at.profile.save_passport(PASSPORT, '"1"'),
    "profile.settings": lambda at: at.profile.settings(),
    "profile.save_settings": lambda at: at.profile.save_settings(SETTINGS, '"1"'),
    "profile.change_password": lambda at: at.profile.change_password(
        PasswordChange(old_password="canary-staple-6", password=PASSWORD), '"1"'
    ),
    "profile.change_email": lambda at: at.profile.change_email(EmailChange(email=EMAIL, password=PASSWORD), '"1"'),
    "reference.get": lambda at: at.reference.get(),
    "quotes.quote": lambda at: at.quotes.quote(date(2026, 12, 1), date(2026, 12, 8)),
    "drafts.create": lambda at: at.drafts.create(REQUEST, KEY),
    "drafts.list": lambda at: at.drafts.list("c1", 10),
    "drafts.get": lambda at: at.drafts.get("d1"),
    "drafts.delete": lambda at: at.drafts.delete("d1"),
    "cart.get": lambda at: at.cart.get(),
    "cart.add": lambda at: at.cart.add("d1"),
    "cart.remove": lambda at: at.cart.remove("d1"),
    "orders.create": lambda at: at.orders.create(["d1"], KEY),
    "orders.list": lambda at: at.orders.list(limit=50),
    "orders.get": lambda at: at.orders.get("o1"),
    "policies.list": lambda at: at.policies.list("active"),
    "policies.get": lambda at: at.policies.get("p1"),
    "policies.document": lambda at: at.policies.document("p1"),
    "operations.get": lambda at: at.operations.get(KEY),
    "fake.about": lambda at: at.fake.about(),
    "fake.mail": lambda at: at.fake.mail(EMAIL),
    "fake.pay": lambda at: at.fake.pay("o1", "1097"),
    "sessions.sign_out": lambda at: at.sessions.sign_out(),
}
