using PilotPairing.Application.Links;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Connections;

internal sealed class OngoingPairing : IOngoingPairing
{
    public async Task<bool> Exists(IWork work, NumberId number) => await work.Attempts.Current(number) is not null;

    public async Task End(IWork work, PairingLink link, Instance instance, DateTimeOffset now)
    {
        if (await work.Attempts.Current(instance.Id) is not { } current || current.Attempt.Link != link.Id)
            return;

        current.Attempt.End(PairingPhase.Ready, now);
        await SaveAttempt.Write(work, instance, current, now);
    }
}
