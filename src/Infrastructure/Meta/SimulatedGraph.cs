using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>
/// Graph for test-mode tenants, without a network or a memory. The code <c>simulated-&lt;digits&gt;</c> is a signup that ended with that
/// phone, <c>simulated-&lt;digits&gt;-&lt;account&gt;</c> one for that business account alone; a phone number id is the phone's digits; the
/// tokens and codes <c>refused</c> and <c>unreachable</c> simulate the failures.
/// </summary>
internal sealed class SimulatedGraph : IMetaGraph
{
    private const string Prefix = "simulated-";

    public Task<Result<MetaSecret>> ExchangeCode(MetaSecret code, CancellationToken cancellationToken) =>
        Answer<MetaSecret>(code,
            FailureOf(code) ?? (Read(code).Phone is null
                ? new MetaRejected(100, 36007, "This authorization code has been used or is not valid", null) : null));

    public Task<Result<MetaGrant>> Inspect(MetaSecret token, CancellationToken cancellationToken) =>
        Answer(new MetaGrant(null, Read(token).Account is { } account ? [account] : []), FailureOf(token));

    public Task<Result<MetaGrant>> InspectTyped(MetaSecret token, CancellationToken cancellationToken) => Inspect(token, cancellationToken);

    public Task<Result<Done>> Belongs(MetaId number, MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        Answer(default(Done), FailureOf(token));

    public Task<Result<IReadOnlyList<MetaNumber>>> Numbers(MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<MetaNumber>>(Read(token).Phone is { } phone ? [Describe(phone)] : [], FailureOf(token));

    public Task<Result<MetaNumber>> Number(MetaId number, MetaSecret token, CancellationToken cancellationToken) =>
        PhoneNumber.Parse(number.Value, PhoneNumber.FewestAtMeta) is { } phone
            ? Answer(Describe(phone), FailureOf(token))
            : Answer<MetaNumber>(null!,
                FailureOf(token) ?? new MetaRejected(100, 33, "The phone number id does not exist, or the token may not use it", null));

    public Task<Result<Done>> Subscribe(MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        Answer(default(Done), FailureOf(token));

    public Task<Result<Done>> Register(MetaId number, MetaSecret pin, MetaSecret token, CancellationToken cancellationToken) =>
        Answer(default(Done), FailureOf(token));

    private static Refusal? FailureOf(MetaSecret token) => token.Value switch
    {
        "refused" => new MetaRejected(190, 463, "The access token has expired", null),
        "unreachable" => new MetaUnreachable(),
        _ => null,
    };

    private static (PhoneNumber? Phone, MetaId? Account) Read(MetaSecret secret)
    {
        if (!secret.Value.StartsWith(Prefix, StringComparison.Ordinal))
            return (null, null);
        var parts = secret.Value[Prefix.Length..].Split('-', 2);
        return (PhoneNumber.Parse(parts[0], PhoneNumber.FewestAtMeta), parts.Length > 1 ? MetaId.Parse(parts[1]) : null);
    }

    private static MetaNumber Describe(PhoneNumber phone) =>
        new(new(phone.Digits), phone, "Simulated business", "CONNECTED", "GREEN", "TIER_250", OnBusinessApp: false, Registered: false);

    private static Task<Result<T>> Answer<T>(T answer, Refusal? failure) =>
        Task.FromResult(failure is null ? Result<T>.Of(answer) : failure);
}
