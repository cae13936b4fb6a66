using FluentValidation;
using MediatR;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Application.Links;

/// <summary>What only the customer's page can report. Reporting it twice changes nothing; only a signup at Meta may be repeated.</summary>
public enum PageReport
{
    Opened,
    PhoneMessage,
    NewLink,
    /// <summary>The link that opens WhatsApp on this phone was tapped.</summary>
    Tapped,

    /// <summary>The page was looked at again after that.</summary>
    TapReturned,
    MetaOpened,
    MetaCancelled,
    MetaError,
}

public sealed record ReportFromPage(TokenHash Token) : IRequest<Result<Done>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public PageReport? Kind { get; init; }

    public string? Value { get; init; }

    /// <summary>What the request says of the browser; its language is the value of an <c>opened</c> report.</summary>
    public PageVisitor? Visitor { get; init; }
}

internal sealed class ReportFromPageValidator : AbstractValidator<ReportFromPage>
{
    private const int LongestValue = 64;

    public ReportFromPageValidator()
    {
        RuleFor(report => report.Kind).NotNull()
            .WithMessage("must be one of meta_cancelled, meta_error, meta_opened, new_link, opened, phone_message, tap_returned, tapped");
        RuleFor(report => report.Value).Must(value => value is null || (value.Length <= LongestValue && !value.Any(char.IsControl)))
            .WithMessage("must be at most 64 characters without control characters");
        RuleFor(report => report.Value).NotEmpty().When(report => report.Kind == PageReport.PhoneMessage)
            .WithMessage("is required for phone_message");
    }
}

internal sealed class ReportedLink(IPairingStateCache states, TimeProvider clock) : Subject<ReportFromPage, PairingLink>
{
    /// <summary>A new link can be asked for until long after the old one expired; everything else needs a living link.</summary>
    public override async Task<Result<PairingLink>> Find(ReportFromPage request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await states.Find(request.Token, cancellationToken) is not { } view)
            return new LinkNotFound();
        return view.Link.StatusAt(now) switch
        {
            LinkStatus.Active => (Result<PairingLink>)view.Link,
            LinkStatus.Expired when request.Kind == PageReport.NewLink && view.Link.IsRenewableAt(now) => view.Link,
            _ => new LinkNotFound(),
        };
    }
}

internal sealed class ReportFromPageHandler(
    IStore store, ReportedLink links, TimeProvider clock) : IRequestHandler<ReportFromPage, Result<Done>>
{
    public async Task<Result<Done>> Handle(ReportFromPage request, CancellationToken cancellationToken)
    {
        var found = await links.Find(request, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var link = found.Value;

        var now = clock.GetUtcNow();
        await using var work = await store.Begin(cancellationToken);
        switch (request.Kind)
        {
            case PageReport.Opened when await work.Links.Touch(link.Id, LinkActivity.Opened, now) is { } touch:
                if (request.Visitor is { } visitor)
                    work.Links.NoteVisitor(link.Id,
                        visitor with { Language = request.Value is { } language && PageLocales.Has(language) ? language : null });
                if (touch.FirstOpened)
                    work.Events.Add(LinkEvent.Of(EventNames.LinkOpened, link, LinkStatus.Active, PairingPhase.Ready, now));
                break;
            case PageReport.Tapped or PageReport.TapReturned:
                work.Links.NoteTap(link.Id, returned: request.Kind == PageReport.TapReturned, now);
                break;
            case PageReport.PhoneMessage:
                work.Links.NoteMessage(link.Id, request.Value!, now);
                break;
            case PageReport.NewLink when await work.Links.RequestRenewal(link.Id, now):
                var status = link.StatusAt(now);
                work.Events.Add(LinkEvent.Of(
                    EventNames.LinkRenewalRequested, link, status, status == LinkStatus.Active ? PairingPhase.Ready : PairingPhase.Expired,
                    now));
                break;
            case PageReport.MetaOpened when MayChange(link, now):
                await MetaProgress.Began(work, link, PairingPhase.MetaWaiting, now);
                break;
            case PageReport.MetaCancelled or PageReport.MetaError when MayChange(link, now):
                await MetaProgress.Failed(work, link, request.Kind == PageReport.MetaError ? MetaProgress.Error : MetaProgress.Cancelled,
                    request.Value, now);
                break;
        }

        await work.Commit(cancellationToken);
        return default(Done);
    }

    /// <summary>What is being registered is past the dialog: a second one's end says nothing of it.</summary>
    private static bool MayChange(PairingLink link, DateTimeOffset now) =>
        link.OffersMeta && link.MetaStep?.PhaseAt(now) != PairingPhase.MetaRegistering;
}
