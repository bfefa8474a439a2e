"""The roles: their words, and what sort of place each has."""

from collections.abc import Mapping

from backend.common.actors import RoleKind

R = RoleKind
IN_INSTITUTION = frozenset({R.LEADER, R.DEPUTY, R.DELEGATE, R.EMPLOYEE, R.SHARED_ADMINISTRATION})
# They act in the leader's name, who stays responsible.
FOR_THE_LEADER = frozenset({R.DELEGATE, R.SHARED_ADMINISTRATION})
IN_DEPARTMENT = frozenset({R.AMBASSADOR})
# Their department is whom they speak for; what they may do reaches the whole municipality.
FROM_A_DEPARTMENT = frozenset({R.PROJECT_GROUP})
ROLE_WORDS: Mapping[RoleKind, str] = {
    R.LEADER: "Institutionsleder",
    R.DEPUTY: "Stedfortræder",
    R.DELEGATE: "Betroet medarbejder",
    R.EMPLOYEE: "Medarbejder",
    R.SHARED_ADMINISTRATION: "Administrativt fællesskab",
    R.AMBASSADOR: "Ambassadør",
    R.COORDINATOR: "Frivilligkoordinator",
    R.PROJECT_GROUP: "Projektgruppe",
    R.FOLLOW_UP_GROUP: "Politisk følgegruppe",
    R.UNION: "Faglig organisation",
    R.VOLUNTEER_CENTRE: "Frivilligcenter",
}
# Rules and figures only, nobody's name: a password is enough. A new role is not here by itself.
SEE_NO_PEOPLE = frozenset({R.PROJECT_GROUP, R.FOLLOW_UP_GROUP, R.UNION})
# What a leader may give and take at the own institution.
LEADERS_TO_GIVE = frozenset({R.DEPUTY, R.DELEGATE, R.EMPLOYEE})
