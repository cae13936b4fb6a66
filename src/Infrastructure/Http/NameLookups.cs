using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PilotPairing.Infrastructure.Http;

/// <summary>Resolves all addresses of a host name; tests replace it.</summary>
internal delegate Task<IPAddress[]> HostLookup(string host, LookupShare share, CancellationToken cancellationToken);

/// <summary>
/// Looks names up on a bounded number of threads of its own. The system's resolver blocks its thread for as long as a name server keeps
/// silent, ten seconds and more, and on threads of the pool that would stop every request of the process. A caller waits for as long as it
/// likes; what nobody waits for any more is not begun. The same name for the same share is looked up once.
/// </summary>
/// <param name="resolve">The system's resolver, which blocks.</param>
internal sealed class NameLookups(Func<string, IPAddress[]> resolve)
{
    public const int Threads = 32;
    public const int PerShare = 4;

    /// <summary>Threads that tenants cannot occupy, however many of them use dead name servers.</summary>
    public const int KeptForOperator = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<LookupShare, Share> _shares = [];
    private int _busy;

    public async Task<IPAddress[]> Find(string host, LookupShare share, CancellationToken cancellationToken)
    {
        Lookup lookup;
        lock (_gate)
        {
            lookup = Join(host, share);
            lookup.Waiting++;
            BeginDue();
        }

        try
        {
            return await lookup.Answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                if (--lookup.Waiting == 0 && !lookup.IsRunning)
                    Drop(lookup);
            }
        }
    }

    private Lookup Join(string host, LookupShare name)
    {
        if (!_shares.TryGetValue(name, out var share))
            _shares[name] = share = new();
        if (share.Lookups.Find(one => one.Host == host) is { } known)
            return known;
        var lookup = new Lookup(host, name);
        share.Lookups.Add(lookup);
        return lookup;
    }

    /// <summary>The share with the fewest lookups under way is served first.</summary>
    private void BeginDue()
    {
        while (_busy < Threads)
        {
            var open = _busy < Threads - KeptForOperator
                ? _shares.Values : _shares.Where(share => share.Key == LookupShare.Operator).Select(share => share.Value);
            if (open.Where(share => share.Running < PerShare && share.Running < share.Lookups.Count)
                .MinBy(share => share.Running) is not { } next)
                return;
            var lookup = next.Lookups.First(one => !one.IsRunning);
            lookup.IsRunning = true;
            next.Running++;
            _busy++;
            new Thread(() => Run(lookup)) { IsBackground = true, Name = "name look-up" }.Start();
        }
    }

    private void Run(Lookup lookup)
    {
        try
        {
            lookup.Answer.SetResult(resolve(lookup.Host));
        }
        catch (Exception exception)
        {
            lookup.Answer.SetException(exception);
        }

        lock (_gate)
        {
            _busy--;
            _shares[lookup.Share].Running--;
            Drop(lookup);
            BeginDue();
        }
    }

    private void Drop(Lookup lookup)
    {
        if (_shares.TryGetValue(lookup.Share, out var share) && share.Lookups.Remove(lookup) && share.Lookups.Count == 0)
            _shares.Remove(lookup.Share);
    }

    private sealed class Share
    {
        public List<Lookup> Lookups { get; } = [];

        public int Running { get; set; }
    }

    private sealed class Lookup(string host, LookupShare share)
    {
        public string Host => host;

        public LookupShare Share => share;

        public TaskCompletionSource<IPAddress[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting { get; set; }

        public bool IsRunning { get; set; }
    }
}

internal static class NameLookupServices
{
    public static void AddNameLookups(this IServiceCollection services) =>
        services.TryAddSingleton<HostLookup>(_ => new NameLookups(host => Dns.GetHostAddresses(host)).Find);
}
