using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>Says what a test lets it say, and notes what it was asked, in order.</summary>
internal sealed class FakeGraph : IMetaGraph
{
    public List<string> Asked { get; } = [];

    public MetaGrant Grant { get; set; } = new(null, []);

    public MetaNumber Response { get; set; } =
        new(new("7"), Some.Phone, "Shop", "CONNECTED", "GREEN", "TIER_250", OnBusinessApp: false, Registered: false);

    public List<MetaNumber> Listed { get; } = [];

    /// <summary>What an act is refused with, one refusal a time.</summary>
    public Dictionary<string, Queue<Refusal>> Failures { get; } = [];

    public MetaSecret? Pin { get; private set; }

    public Action? OnRegister { get; set; }

    public Task<Result<MetaSecret>> ExchangeCode(MetaSecret code, CancellationToken cancellationToken) =>
        Answer("exchange", new MetaSecret("token"));

    public Task<Result<MetaGrant>> Inspect(MetaSecret token, CancellationToken cancellationToken) => Answer("inspect", Grant);

    public Task<Result<MetaGrant>> InspectTyped(MetaSecret token, CancellationToken cancellationToken) => Answer("inspect typed", Grant);

    public Task<Result<Done>> Belongs(MetaId number, MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        Answer($"belongs {account}", default(Done));

    public Task<Result<IReadOnlyList<MetaNumber>>> Numbers(MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<MetaNumber>>($"numbers {account}", Listed);

    public Task<Result<MetaNumber>> Number(MetaId number, MetaSecret token, CancellationToken cancellationToken) =>
        Answer("number", Response);

    public Task<Result<Done>> Subscribe(MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        Answer($"subscribe {account}", default(Done));

    public Task<Result<Done>> Register(MetaId number, MetaSecret pin, MetaSecret token, CancellationToken cancellationToken)
    {
        Pin = pin;
        OnRegister?.Invoke();
        return Answer("register", default(Done));
    }

    private Task<Result<T>> Answer<T>(string act, T answer)
    {
        Asked.Add(act);
        return Task.FromResult(Failures.TryGetValue(act, out var failures) && failures.TryDequeue(out var failure)
            ? failure : Result<T>.Of(answer));
    }
}
