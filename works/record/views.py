"""Answers of the record that need no higher room: files to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from bzpeer.web.conditional import stored_page
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from works.exports.formats import FORMATS, Format
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


def _written(work: Work, chosen: Format) -> HttpResponse:
    return HttpResponse(chosen.write(whole_citation(work)), content_type=chosen.content_type)
