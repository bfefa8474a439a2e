"""Addresses of the figures."""

from django.urls import path

from volunteers.web.figures import closed, downloads, fairness, fields, live, public

urlpatterns = [
    path("koordinator/maal/<str:code>/", live.IndicatorPage.as_view(), name="indicator"),
    path(
        "koordinator/maal/<str:code>/tal.csv",
        downloads.IndicatorCsv.as_view(),
        name="indicator_file",
    ),
    path("tal/", closed.FiguresPage.as_view(), name="figures"),
    path("tal/fordeling/", fairness.FairnessPage.as_view(), name="fairness"),
    path("tal/felter/", fields.FieldsPage.as_view(), name="fields"),
    path("tal/rapport.pdf", downloads.ReportPdf.as_view(), name="report_pdf"),
    path("tal/rapport.xlsx", downloads.ReportXlsx.as_view(), name="report_xlsx"),
    path("tal/rapport.csv", downloads.ReportCsv.as_view(), name="report_csv"),
    path("tal/<str:code>/", closed.ClosedIndicator.as_view(), name="closed_indicator"),
    path("tal/<str:code>/tal.csv", downloads.ClosedIndicatorCsv.as_view(), name="figure_file"),
    path("tal-for-alle/", public.PublicFigures.as_view(), name="public_figures"),
]
