"""What a reporter is told when the case of the report is closed; the address is forgotten with it."""

from bzpeer.accounts import mails
from bzpeer.db.outbox import services as outbox
from profiles.moderation import rules
from profiles.moderation.models import Decision, Report

TASK = "moderation.answer_report"
MAIL = "profiles/moderation/email/report_answer"


def answer(report: Report) -> None:
    """Leaves the answer for a worker, if the reporter can be reached; in the transaction of the decision."""
    if report.email or report.account_id:
        outbox.put(TASK, queue="mail", key=f"{TASK} {report.pk}", report_id=report.pk)


def send_answer(*, report_id: int) -> None:
    """Mails verdict and words of the decision that stands, then forgets the address; nothing if it was undone."""
    report = Report.objects.select_for_update(of=("self",)).select_related("account", "author").get(pk=report_id)
    decision = Decision.objects.filter(case__report=report, undone_at=None).order_by("-pk").first()
    to = report.email or (report.account.email if report.account else "")
    if decision is None or not to:
        return
    verdict = rules.VERDICTS[decision.verdict]
    mails.send(MAIL, to=to, context={"report": report, "verdict": verdict, "words": decision.words})
    report.email = ""
    report.save(update_fields=["email"])
