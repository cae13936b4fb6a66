using Hangfire;
using Hangfire.Server;
using MediatR;
using PilotPairing.Application.Links;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Messaging;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Outbox;

namespace PilotPairing.Infrastructure.Jobs.Pending;

/// <summary>
/// Sends one message, at most once: the message's row decides. A job that runs again finds out how far the first one came.
/// </summary>
internal sealed class SendMessageJob(PendingMessages messages, OutboxLease lease, IMediator mediator, PendingRun run)
{
    /// <summary>Not cut off by a stop: nobody would know how the call ended. It takes 20 seconds at most.</summary>
    [JobDisplayName("Send message {0}")]
    [AutomaticRetry(Attempts = 0)]
    public Task Send(SendId send, TenantId tenant, PerformContext? context, CancellationToken cancellationToken) =>
        run.Run(new(WorkKind.Message, send.Value), JobQueues.Messages, tenant.Value.ToString(), context, async _ =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await messages.Claim(send.Value, cancellationToken) is not { } row)
                return;
            try
            {
                await lease.Hold(row, () => mediator.Send(new SendPendingMessage(send), CancellationToken.None));
            }
            catch (Exception)
            {
                // Else its lease would end soon, and the next job fail as fast.
                await lease.PostponeFailed(row);
                throw;
            }
        });
}
