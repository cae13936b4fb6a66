using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Fakes;

/// <summary>Shows what a test puts on it. Like the real one it may lag behind the database until it is asked for a fresh look.</summary>
internal sealed class FakePairingStateCache : IPairingStateCache
{
    private readonly Channel<PairingView> _notifications = Channel.CreateUnbounded<PairingView>();
    private PairingView? _memory;

    public Dictionary<TokenHash, LinkView> Links { get; } = [];

    /// <summary>What the database would say, when memory is behind it.</summary>
    public Func<PairingView?>? Database { get; set; }

    public void Show(PairingView view)
    {
        _memory = view;
        _notifications.Writer.TryWrite(view);
    }

    /// <summary>What memory holds before anything happens.</summary>
    public void Remember(PairingView view) => _memory = view;

    public ValueTask<LinkView?> Find(TokenHash token, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Links.GetValueOrDefault(token));

    public ValueTask<PairingView?> Find(NumberId number, CancellationToken cancellationToken) => ValueTask.FromResult(_memory);

    public Task<PairingView?> Fresh(NumberId number, CancellationToken cancellationToken)
    {
        _memory = Database?.Invoke() ?? _memory;
        return Task.FromResult(_memory);
    }

    public async IAsyncEnumerable<PairingView> Follow(NumberId number, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_memory is null)
            yield break;
        yield return _memory;
        await foreach (var view in _notifications.Reader.ReadAllAsync(cancellationToken))
            yield return view;
    }

    public IAsyncEnumerable<LinkView> Follow(TokenHash token, CancellationToken cancellationToken) => throw new NotSupportedException();
}
