"""Answers of the record that need no higher room: citations to copy and to take away."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.htmx import show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from works.exports.formats import FORMATS, Format
from works.exports.formatted import formatted
from works.exports.styled import references
from works.record.finding import found_or_404
from works.record.models import Work
from works.record.pages.work import whole_citation


@require_safe
@limited("pages")
def work_cite(request: HttpRequest, ref: Ref, fmt: str) -> HttpResponse:
    """The citation of a work as a file, with every author. 404 for an unknown format."""
    chosen = FORMATS.get(fmt)
    if chosen is None:
        raise Http404("no such format")
    work = found_or_404(Work.objects.defer("byline", "team"), ref.pk)
    moved = true_address(request, ref, work)
    if moved:
        return moved
    response = stored_page(request, version=str(work.version), render=lambda: _written(work, chosen))
    response["Content-Disposition"] = f'attachment; filename="{work.ref}.{chosen.suffix}"'
    return response


@require_safe
@limited("pages")
def work_citations(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The work as a reference in five styles and in every format, to copy. Four queries, one when it is stored."""
    work = found_or_404(Work.objects.defer("byline", "team"), ref.pk)
    moved = true_address(request, ref, work)
    if moved:
        return moved

    def render() -> HttpResponse:
        citation = whole_citation(work)
        path = work.get_absolute_url()
        context = {
            "work": work,
            "path": path,
            "address": f"{settings.PUBLIC_URL}{path}cite/",
            "references": references(citation) or [(gettext("As one sentence"), formatted(citation))],
            "formats": [(fmt, fmt.write(citation)) for fmt in FORMATS.values()],
        }
        return show(request, "works/citations.html", context)

    return stored_page(request, version=str(work.version), render=render)


def _written(work: Work, chosen: Format) -> HttpResponse:
    return HttpResponse(chosen.write(whole_citation(work)), content_type=chosen.content_type)
