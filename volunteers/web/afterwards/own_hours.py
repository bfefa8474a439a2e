"""Hours month by month for those who gave them: an association's contact, and a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from volunteers.queries.afterwards.statements import months_back, own_month, statement_of
from volunteers.web.afterwards.statements import month_of
from volunteers.web.contact_base import PageView
from volunteers.web.my_page import MyPageView


class ContactHours(PageView):
    """The association's statement, the same as the municipality's."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """One month, and the months to choose among."""
        context = {
            **self.around,
            "statement": statement_of(self.link.contact.association, month_of(request)),
            "months": list(months_back(self.at)),
        }
        return render(request, "volunteers/contact_hours.html", context)


class MyHours(MyPageView):
    """A person's own."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """One month, and the months to choose among."""
        first = month_of(request)
        seats, total = own_month(self.link.volunteer, first)
        months = list(months_back(self.at))
        context = {**self.around, "first": first, "seats": seats, "total": total}
        return render(request, "volunteers/my_page_hours.html", {**context, "months": months})
