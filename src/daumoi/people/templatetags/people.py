"""How the pages of accounts name things."""

from django import template

from daumoi.people.models import Body

register = template.Library()

BROWSERS = [
    ("Edg", "Edge"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "máy Mac"),
    ("Linux", "Linux"),
]


@register.simple_tag
def founded() -> bool:
    """Whether any office works here yet."""
    return Body.objects.here().exists()


@register.filter
def browser(user_agent: str) -> str:
    """«Chrome trên Windows»; what is not recognised stays as it came."""
    names = [next((name for mark, name in table if mark in user_agent), "") for table in (BROWSERS, SYSTEMS)]
    return " trên ".join(names) if all(names) else user_agent[:80]
