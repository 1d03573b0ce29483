import pytest

from omi_tui.client.pay_link import LONGEST, check_pay_link

HOSTS = ("pay.example.test", "Cards.Example.TEST")


@pytest.mark.parametrize(
    "url",
    [
        "https://pay.example.test/pay/order.cfm?o=208047",
        "https://pay.example.test:443/pay",
        "https://PAY.example.test/pay",
        "https://cards.example.test/",
        "https://pay.example.test/a?b=%2F&c=d#e",
    ],
)
def test_links_that_may_be_opened(url: str) -> None:
    assert check_pay_link(url, fake=False, allowed_hosts=HOSTS) == url
    assert check_pay_link(url, fake=True, allowed_hosts=HOSTS) == url


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:9"])
def test_the_fake_insurer_may_pay_on_this_machine(host: str) -> None:
    url = f"http://{host}/pay/order.cfm?o=1"
    assert check_pay_link(url, fake=True, allowed_hosts=()) == url
    with pytest.raises(ValueError, match="scheme"):
        check_pay_link(url, fake=False, allowed_hosts=HOSTS)


HOSTILE = [
    ("", "length"),
    ("https://pay.example.test/" + "a" * LONGEST, "length"),
    ("http://pay.example.test/", "scheme"),
    ("HTTP://pay.example.test/", "scheme"),
    ("ftp://pay.example.test/", "scheme"),
    ("javascript:alert(1)", "scheme"),
    ("data:text/html,hello", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("//pay.example.test/", "scheme"),
    ("pay.example.test", "scheme"),
    ("-https://pay.example.test/", "scheme"),
    ("--new-window", "scheme"),
    ("https:pay.example.test", "scheme"),
    ("https:/pay.example.test", "scheme"),
    ("vbscript:x", "scheme"),
    ("mailto:anna@example.test", "scheme"),
    ("https://", "host"),
    ("https:///pay.example.test", "host"),
    ("https://?pay.example.test", "host"),
    ("https://evil.test/", "host_not_allowed"),
    ("https://evil.test/pay.example.test", "host_not_allowed"),
    ("https://evil.test#pay.example.test", "host_not_allowed"),
    ("https://evil.test?pay.example.test", "host_not_allowed"),
    ("https://pay.example.test.evil.test/", "host_not_allowed"),
    ("https://evilpay.example.test/", "host_not_allowed"),
    ("https://sub.pay.example.test/", "host_not_allowed"),
    ("https://example.test/", "host_not_allowed"),
    ("https://pay-example.test/", "host_not_allowed"),
    ("https://localhost/", "host_not_allowed"),
    ("https://pay.example.test./", "host"),
    ("https://.pay.example.test/", "host"),
    ("https://pay..example.test/", "host"),
    ("https://-pay.example.test/", "host"),
    ("https://pay_example.test/", "host"),
    ("https://pay%2eexample.test/", "host"),
    ("https://pay.example.test%00.evil.test/", "host"),
    ("https://xn--pay-example-test.test/", "host"),
    ("https://a.xn--e1afmkfd.test/", "host"),
    ("https://" + "a" * 254 + ".test/", "host"),
    ("https://[::1/", "host"),
    ("https://[v1.x]/", "address"),
    ("https://pay.example.test:99999/", "host"),
    ("https://pay.example.test:x/", "host"),
    ("https://pay.example.test@evil.test/", "user"),
    ("https://user:word@pay.example.test/", "user"),
    ("https://@pay.example.test/", "user"),
    ("https://pay.example.test:443@evil.test/", "user"),
    ("https://127.0.0.1/", "address"),
    ("https://10.0.0.1/", "address"),
    ("https://169.254.169.254/latest/", "address"),
    ("https://[::1]/", "address"),
    ("https://[::ffff:127.0.0.1]/", "address"),
    ("https://2130706433/", "address"),
    ("https://0x7f000001/", "address"),
    ("https://0x7f.1/", "address"),
    ("https://127.1/", "address"),
    ("https://0177.0.0.1/", "address"),
    ("https://pay.example.test:80/", "port"),
    ("https://pay.example.test:8443/", "port"),
    ("https://pay.example.test:/", "port"),
    ("https://pay.example.test:0/", "port"),
    (" https://pay.example.test/", "characters"),
    ("https://pay.example.test/ a", "characters"),
    ("https://pay.example.test/\n", "characters"),
    ("https://pay.exa\tmple.test/", "characters"),
    ("https://pay.example.test/\x1b]52;c;x\x07", "characters"),
    ("https://pay.example.test\\@evil.test/", "characters"),
    ("https://evil.test\\.pay.example.test/", "characters"),
    ("https://pаy.example.test/", "characters"),
    ("https://pay.example.test/\u202e", "characters"),
    ("https://pay。example.test/", "characters"),
    ("https://pay.example.test/`id`", "characters"),
    ('https://pay.example.test/"', "characters"),
    ("https://pay.example.test/<script>", "characters"),
    ("https://pay.example.test/{a}", "characters"),
]


@pytest.mark.parametrize(("url", "kind"), HOSTILE)
@pytest.mark.parametrize("fake", [False, True])
def test_links_that_may_not_be_opened(url: str, kind: str, fake: bool) -> None:
    with pytest.raises(ValueError, match=f"^{kind}$"):
        check_pay_link(url, fake=fake, allowed_hosts=HOSTS)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1.evil.test/", "http://10.0.0.1/", "http://localhost.evil.test/", "http://2130706433/"]
)
def test_the_fake_insurer_may_pay_nowhere_else(url: str) -> None:
    with pytest.raises(ValueError, match="scheme"):
        check_pay_link(url, fake=True, allowed_hosts=HOSTS)
