using PilotPairing.Domain;
using PilotPairing.Domain.Access;

namespace PilotPairing.Api.Csv;

/// <summary>The tenant has as many exports under way on this node as it may.</summary>
internal sealed record TooManyExports() : Refusal(RefusalKind.TooMany, "TOO_MANY_EXPORTS",
    "Too many exports are under way; wait for one to end")
{
    public override TimeSpan? RetryAfter => TimeSpan.FromSeconds(5);
}

/// <summary>
/// How many exports of a tenant are sent at once, on each node: each reads the database for as long as its client takes, which no limit of
/// requests bounds.
/// </summary>
internal sealed class ExportSlots
{
    public const int PerTenant = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<TenantId, int> _taken = [];

    /// <returns>Null when none is free; else what gives it back.</returns>
    public IDisposable? Take(TenantId tenant)
    {
        lock (_gate)
        {
            var taken = _taken.GetValueOrDefault(tenant);
            if (taken >= PerTenant)
                return null;
            _taken[tenant] = taken + 1;
            return new Slot(this, tenant);
        }
    }

    private void GiveBack(TenantId tenant)
    {
        lock (_gate)
        {
            if (--_taken[tenant] == 0)
                _taken.Remove(tenant);
        }
    }

    private sealed class Slot(ExportSlots slots, TenantId tenant) : IDisposable
    {
        private bool _isGivenBack;

        public void Dispose()
        {
            if (_isGivenBack)
                return;
            _isGivenBack = true;
            slots.GiveBack(tenant);
        }
    }
}
