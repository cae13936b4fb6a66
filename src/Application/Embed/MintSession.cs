using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Branding;
using PilotPairing.Application.Instances;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Embed;

public sealed record MintSession(Caller Caller) : IRequest<Result<EmbedToken>>, IReadFromBody
{
    public BodyFaults Faults { get; init; } = BodyFaults.None;

    public string? Surface { get; init; }

    public IReadOnlyList<string>? AllowedOrigins { get; init; }

    /// <summary>What a tenant key asks for; a number key gets its own number whatever it asks for.</summary>
    public IReadOnlyList<NamedNumberId>? Numbers { get; init; }

    public BrandingLayer? BrandingOverride { get; init; }

    public int? TtlSeconds { get; init; }
}

internal sealed class MintSessionValidator : AbstractValidator<MintSession>
{
    private const int MostOrigins = 20;
    private const int LongestOrigin = 300;
    private const int MostNumbers = 100;

    public MintSessionValidator(LogoAddress logos)
    {
        RuleFor(session => session.Surface).Equal(EmbedSession.Surface).WithMessage("must be connect")
            .When(session => session.Surface is not null);
        RuleFor(session => session.Surface).NotNull().WithMessage("is required");
        RuleFor(session => session.AllowedOrigins).Must(origins => origins is { Count: > 0 and <= MostOrigins } && origins.All(IsOrigin))
            .WithMessage("must be 1 to 20 origins such as https://app.example.com");
        RuleFor(session => session.Numbers).Must(numbers => numbers is null || numbers.Count <= MostNumbers)
            .OverridePropertyName("whatsappNumberIds").WithMessage("must be at most 100 ids");
        RuleFor(session => session.TtlSeconds).InclusiveBetween(60, 3600).WithMessage("must be from 60 to 3600");
        RuleFor(session => session.BrandingOverride!).SetValidator(session => new BrandingLayerValidator(session.Caller.Mode, logos))
            .When(session => session.BrandingOverride is not null);
    }

    private static bool IsOrigin(string? text) => text is { Length: <= LongestOrigin } && WebAddress.Origin(text) is not null;
}

internal sealed class MintSessionHandler(
    IInstanceQueries numbers, IEmbedSeal seal, TimeProvider clock) : IRequestHandler<MintSession, Result<EmbedToken>>
{
    private const int DefaultTtlSeconds = 1800;

    public async Task<Result<EmbedToken>> Handle(MintSession request, CancellationToken cancellationToken)
    {
        var reached = await Reached(request, cancellationToken);
        if (reached.Refusal is { } refusal)
            return refusal;

        var now = clock.GetUtcNow();
        var ttl = request.TtlSeconds ?? DefaultTtlSeconds;
        var session = new EmbedSession(
            request.Caller.Tenant, request.Caller.Key, reached.Value,
            [.. request.AllowedOrigins!.Select(origin => WebAddress.Origin(origin)!).Distinct()],
            request.BrandingOverride, ttl, now, now.AddSeconds(ttl));
        return new EmbedToken(seal.Seal(session), session);
    }

    private async Task<Result<List<NumberId>>> Reached(MintSession request, CancellationToken cancellationToken)
    {
        if (request.Caller is { Scope: KeyScope.Number, Number: { } own })
            return new List<NumberId> { own };

        var asked = (request.Numbers ?? []).Distinct().ToList();
        if (asked.Any(number => number.Id is null))
            return new NumberNotFound();

        var ids = asked.Select(number => number.Id!.Value).ToList();
        if (ids.Count > 0 && (await numbers.Own(request.Caller.Tenant, ids, cancellationToken)).Count < ids.Count)
            return new NumberNotFound();
        return ids;
    }
}
