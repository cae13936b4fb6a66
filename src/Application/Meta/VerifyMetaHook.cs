using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>Meta asks whether an address that somebody entered there wants to be called. It answers what it was given.</summary>
public sealed record VerifyMetaHook(string Pass, string? Mode, string? VerifyToken, string? Challenge) : IRequest<Result<string>>;

internal sealed class VerifyMetaHookHandler(IMetaHooks hooks) : IRequestHandler<VerifyMetaHook, Result<string>>
{
    private const int LongestChallenge = 256;

    public Task<Result<string>> Handle(VerifyMetaHook request, CancellationToken cancellationToken) => Task.FromResult(Answer(request));

    private Result<string> Answer(VerifyMetaHook request)
    {
        if (!hooks.Leads(request.Pass))
            return new NoSuchHook();
        return request is { Mode: "subscribe", Challenge: { Length: > 0 and <= LongestChallenge } challenge }
            && hooks.Verifies(request.Pass, request.VerifyToken) ? challenge : new HookNotVerified();
    }
}
