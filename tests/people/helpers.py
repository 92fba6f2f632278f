"""An administrator for a body that has none in the world."""

from daumoi.people.models import Body, Duty, Person
from tests.world import World


def admin_of(world: World, body: Body, login: str = "quantrixa") -> Person:
    return world.person(login, "Trịnh Quản Xã", body, Duty.ADMIN, "Quản trị")
