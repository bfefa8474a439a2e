"""Addresses of associations' contacts, and of the coordinator's pages about associations."""

from django.urls import path

from volunteers.web import (
    associations,
    certificates,
    contact_groups,
    contact_members,
    contact_page,
    public,
)

urlpatterns = [
    path("s/<str:token>/gruppe", contact_groups.GroupView.as_view(), name="group"),
    path("s/<str:token>/gruppe.ics", contact_groups.GroupCalendar.as_view(), name="group_calendar"),
    path("s/<str:token>/forening", contact_page.Door.as_view(), name="association_door"),
    path("s/<str:token>/forening/side", contact_page.ContactPage.as_view(), name="contact_page"),
    path(
        "s/<str:token>/forening/tid/<uuid:group_uuid>",
        contact_groups.ContactGroup.as_view(),
        name="contact_group",
    ),
    path(
        "s/<str:token>/forening/tid/<uuid:group_uuid>.ics",
        contact_groups.ContactGroupCalendar.as_view(),
        name="contact_group_calendar",
    ),
    path(
        "s/<str:token>/forening/tid/<uuid:group_uuid>/navne",
        contact_groups.GroupNames.as_view(),
        name="contact_names",
    ),
    path(
        "s/<str:token>/forening/papir/<uuid:paper_uuid>",
        contact_page.ContactPaper.as_view(),
        name="contact_paper",
    ),
    path(
        "s/<str:token>/forening/erklaering",
        contact_page.Declaration.as_view(),
        name="contact_declaration",
    ),
    path(
        "s/<str:token>/forening/medlem", contact_members.NewMember.as_view(), name="contact_member"
    ),
    path(
        "s/<str:token>/forening/medlem/<int:member>",
        contact_members.MemberDeed.as_view(),
        name="contact_member_deed",
    ),
    path(
        "s/<str:token>/forening/kontakt", contact_members.NewContact.as_view(), name="contact_new"
    ),
    path(
        "s/<str:token>/forening/kontakt/slut",
        contact_members.EndMyself.as_view(),
        name="contact_end",
    ),
    path(
        "s/<str:token>/forening/oplysninger",
        contact_members.OwnFacts.as_view(),
        name="contact_facts",
    ),
    path("s/<str:token>/forening/luk", contact_page.ClosePage.as_view(), name="contact_close"),
    path(
        "lukket/",
        public.PublicPage.as_view(template_name="volunteers/contact_closed.html"),
        name="contact_closed",
    ),
    path("foreninger/", associations.AssociationList.as_view(), name="associations"),
    path("foreninger/ny/", associations.NewAssociation.as_view(), name="new_association"),
    path(
        "foreninger/<uuid:association>/",
        associations.AssociationView.as_view(),
        name="association",
    ),
    path(
        "foreninger/<uuid:association>/ret/",
        associations.EditAssociation.as_view(),
        name="edit_association",
    ),
    path(
        "foreninger/<uuid:association>/kontakt/",
        associations.AddContact.as_view(),
        name="add_contact",
    ),
    path(
        "foreninger/<uuid:association>/kontakt/<uuid:contact>/",
        associations.ContactDeed.as_view(),
        name="contact_deed",
    ),
    path(
        "foreninger/<uuid:association>/medlem/",
        associations.AddMember.as_view(),
        name="add_member",
    ),
    path(
        "foreninger/<uuid:association>/papir/<slug:paper_kind>/",
        associations.SendPaper.as_view(),
        name="send_paper",
    ),
    path("attester/", certificates.CertificateList.as_view(), name="certificates"),
    path(
        "attester/<uuid:person>/<slug:certificate>/",
        certificates.CertificatePage.as_view(),
        name="certificate",
    ),
]
