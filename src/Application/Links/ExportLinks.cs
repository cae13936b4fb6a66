using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Links;

/// <summary>
/// All links that a list would show page by page. They are read while the answer is sent, in short queries one after the other.
/// </summary>
/// <param name="Filters">Of the list; its page is not asked for.</param>
public sealed record ExportLinks(ListOwnLinks Filters) : IRequest<Result<IAsyncEnumerable<ExportedLink>>>, IReadFromBody
{
    public BodyFaults Faults => Filters.Faults;
}

/// <param name="Instance">Null where the link has no number, or one that was removed.</param>
public sealed record ExportedLink(LinkExport Row, LinkStatus Status, Instance? Instance);

/// <param name="Device">What opened its page last; null where that is not known.</param>
/// <param name="Language">The language that its page had then.</param>
public sealed record LinkExport(PairingLink Link, LinkFunnel Funnel, int Opens, string? FailureReason, string? Device, string? Language);

public interface ILinkExports
{
    Task<Page<LinkExport>> Read(ListOwnLinks request, DateTimeOffset now, CancellationToken cancellationToken);
}

internal sealed class ExportLinksValidator : AbstractValidator<ExportLinks>
{
    public ExportLinksValidator() =>
        RuleFor(export => export.Filters.ExternalRef).Must(Labelling.Fits).WithMessage(Labelling.ExternalRefRule)
        .OverridePropertyName("externalRef");
}

internal sealed class ExportLinksHandler(ILinkExports links, IInstanceQueries instances, TimeProvider clock)
    : IRequestHandler<ExportLinks, Result<IAsyncEnumerable<ExportedLink>>>
{
    private const int PerPage = 500;

    public Task<Result<IAsyncEnumerable<ExportedLink>>> Handle(ExportLinks request, CancellationToken cancellationToken) =>
        Task.FromResult(Result<IAsyncEnumerable<ExportedLink>>.Of(Read(request.Filters, CancellationToken.None)));

    private async IAsyncEnumerable<ExportedLink> Read(ListOwnLinks filters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (now, next) = (clock.GetUtcNow(), (PageKey?)null);
        do
        {
            var page = await links.Read(filters with { Page = new(PerPage, next) }, now, cancellationToken);
            var numbers = await NumbersOf(page.Items, cancellationToken);
            foreach (var row in page.Items)
                yield return new(row, row.Link.StatusAt(now), row.Link.Number is { } number ? numbers.GetValueOrDefault(number) : null);
            next = page.Next;
        }
        while (next is not null);
    }

    private async Task<Dictionary<NumberId, Instance>> NumbersOf(IEnumerable<LinkExport> rows, CancellationToken cancellationToken) =>
        (await instances.Find([.. rows.Select(row => row.Link.Number).OfType<NumberId>().Distinct()], cancellationToken))
            .ToDictionary(instance => instance.Id);
}
