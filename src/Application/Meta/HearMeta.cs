using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>Reads what Meta tells of business accounts and numbers.</summary>
public interface IMetaNotices
{
    /// <summary>Whether Meta sent exactly these bytes on behalf of the operator's app.</summary>
    bool IsSigned(ReadOnlySpan<byte> body, string? signature);

    /// <summary>The business accounts of which something was said that may have changed their numbers.</summary>
    IReadOnlyList<MetaId> AccountsIn(ReadOnlyMemory<byte> body);
}

/// <summary>Meta says that something happened. It is believed nothing: it makes us ask Graph about the numbers it may concern.</summary>
/// <param name="Pass">The part of the path that nobody can guess.</param>
public sealed record HearMeta(string Pass, string? Signature, ReadOnlyMemory<byte> Body) : IRequest<Result<Done>>;

internal sealed class HearMetaHandler(IMetaHooks hooks, IMetaNotices notices, IStore store) : IRequestHandler<HearMeta, Result<Done>>
{
    public async Task<Result<Done>> Handle(HearMeta request, CancellationToken cancellationToken)
    {
        if (!hooks.Leads(request.Pass))
            return new NoSuchHook();
        if (!notices.IsSigned(request.Body.Span, request.Signature))
            return new NoticeNotSigned();
        if (notices.AccountsIn(request.Body) is { Count: > 0 } accounts)
        {
            await using var work = await store.Begin(cancellationToken);
            work.MetaNumbers.LookAgain(accounts);
            await work.Commit(cancellationToken);
        }

        return default(Done);
    }
}
