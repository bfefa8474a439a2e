"""Addresses of the pages for anybody, and of a person's own page."""

from django.urls import path

from volunteers.web import (
    dialogue,
    lost_link,
    my_page,
    my_page_codes,
    my_page_more,
    proofs,
    public,
    sign_up,
)

_tells = public.PublicPage.as_view

urlpatterns = [
    path("hjaelp/", public.OpenNeeds.as_view(), name="open_needs"),
    path("bliv-frivillig/", sign_up.SignUp.as_view(), name="sign_up"),
    path(
        "bliv-frivillig/tak/",
        _tells(template_name="volunteers/sign_up_done.html"),
        name="signed_up",
    ),
    path("mit-link/", lost_link.LostLink.as_view(), name="lost_link"),
    path(
        "mit-link/sendt/",
        _tells(template_name="volunteers/lost_link_sent.html"),
        name="lost_link_sent",
    ),
    path("slettet/", _tells(template_name="volunteers/public_erased.html"), name="erased"),
    path("s/<str:token>/mig", my_page.MyPage.as_view(), name="my_page"),
    path("s/<str:token>/mig/sms", my_page.TextsSwitch.as_view(), name="my_texts"),
    path(
        "s/<str:token>/mig/afbud/<uuid:seat_uuid>",
        my_page.WithdrawHere.as_view(),
        name="my_withdrawal",
    ),
    path("s/<str:token>/mig/oplysninger", my_page.OwnData.as_view(), name="my_data"),
    path("s/<str:token>/mig/oplysninger.json", my_page.OwnDataFile.as_view(), name="my_data_file"),
    path("s/<str:token>/mig/e-mail", my_page_codes.NewEmail.as_view(), name="my_email"),
    path("s/<str:token>/mig/telefon", my_page_codes.NewPhone.as_view(), name="my_phone"),
    path("s/<str:token>/mig/slet", my_page_codes.EraseMe.as_view(), name="my_erasure"),
    path("s/<str:token>/mig/bliv", my_page_more.Stay.as_view(), name="my_stay"),
    path("s/<str:token>/mig/kan", my_page_more.Skills.as_view(), name="my_skills"),
    path("s/<str:token>/mig/inviter", my_page_more.InviteFriend.as_view(), name="my_friend"),
    path("s/<str:token>/mig/bevis.pdf", proofs.ProofFile.as_view(), name="my_proof"),
    path("s/<str:token>/beskeder", dialogue.ThreadView.as_view(), name="thread"),
    path("s/<str:token>/beskeder/set", dialogue.ThreadSeen.as_view(), name="thread_seen"),
    path(
        "s/<str:token>/mig/beskeder/<uuid:seat_uuid>",
        dialogue.MyThread.as_view(),
        name="my_thread",
    ),
    path(
        "s/<str:token>/mig/beskeder/<uuid:seat_uuid>/set",
        dialogue.MyThreadSeen.as_view(),
        name="my_thread_seen",
    ),
    path("s/<str:token>/min-side", my_page.SendMyPage.as_view(), name="send_my_page"),
]
