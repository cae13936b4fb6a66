using System.Collections.Concurrent;
using PilotPairing.Infrastructure.Webhooks;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>What jobs do to a drain: one run per endpoint at a time, and another when it was asked for meanwhile.</summary>
internal sealed class RigWorker(DeliveryDrain drain, Func<Guid, Task<bool>> isBulkhead) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();
    private readonly ConcurrentBag<Task> _runs = [];

    public void Signal(Guid endpoint) => _runs.Add(Task.Run(() => Drain(endpoint)));

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_runs).WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task Drain(Guid endpoint)
    {
        var turn = _turns.GetOrAdd(endpoint, _ => new(1));
        try
        {
            await turn.WaitAsync(_stopping.Token);
            try
            {
                while ((await drain.Run(endpoint, await isBulkhead(endpoint), evenEarly: false, _stopping.Token)).NextIn == TimeSpan.Zero)
                {
                }
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
    }
}
