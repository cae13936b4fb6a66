using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>A receiver and a <see cref="DeliveryRig"/> for each test.</summary>
public abstract class DeliveryTestsBase : IAsyncLifetime
{
    private protected WebhookSink Sink { get; private set; } = null!;

    private protected DeliveryRig Rig { get; private set; } = null!;

    public async Task InitializeAsync() => (Sink, Rig) = (await WebhookSink.Start(), await DeliveryRig.Start());

    public async Task DisposeAsync()
    {
        await Sink.DisposeAsync();
        await Rig.DisposeAsync();
    }
}
