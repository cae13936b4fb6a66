using PilotPairing.Application.Instances;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Meta;

namespace PilotPairing.Application.Meta;

/// <summary>
/// Begins the unit of work that connects a number of Meta's, together with the number of the tenant that stands for it already: one number
/// at Meta is one number here, however often it is connected.
/// </summary>
internal sealed class MetaNumberLocator(IStore store, IMetaNumberQueries numbers, IInstanceQueries instances)
{
    /// <summary>Meta takes a number that was registered once by the same PIN only.</summary>
    public Task<MetaSecret?> Pin(TenantId tenant, MetaId number, CancellationToken cancellationToken) =>
        numbers.Pin(tenant, number, cancellationToken);

    /// <summary>
    /// Read before the unit of work, which must not wait for a second connection, and again in it while others could have been faster.
    /// </summary>
    public async Task<(IWork Work, Instance? Known)> Begin(TenantId tenant, MetaId number, CancellationToken cancellationToken)
    {
        while (true)
        {
            var known = await numbers.Find(tenant, number, cancellationToken) is { } id
                ? await instances.Find(tenant, id, cancellationToken) : null;
            var work = await store.Begin(cancellationToken);
            try
            {
                if (await work.MetaNumbers.Hold(tenant, number) == known?.Id)
                    return (work, known);
            }
            catch
            {
                await work.DisposeAsync();
                throw;
            }

            await work.DisposeAsync();
        }
    }
}
