using Dapper;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Outbox;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Infrastructure.Messaging;

internal sealed class SendRepository(Transaction transaction) : ISends
{
    public void Add(LinkSend send, PhoneNumber recipient)
    {
        transaction.Made ??= new(send.Link.ToString(), send.Link.Value);
        transaction.Queue(
            """
            insert into message_sends (id, tenant_id, link_id, recipient, template_id, template_name, template_language, sender_id, status,
                code, problem, created_at, settled_at)
            values (@id, @tenant, @link, @recipient, @template, @name, @language, @sender, @status, @code, @problem, @createdAt, @settledAt)
            """,
            ("id", send.Id.Value), ("tenant", send.Tenant.Value), ("link", send.Link.Value), ("recipient", recipient.Same),
            ("template", send.Template?.Id.Value),
            ("name", send.Template?.Name), ("language", send.Template?.Language), ("sender", send.Template?.Sender.Value),
            ("status", send.Status.ToString()),
            ("code", send.Problem?.Code.ToString()), ("problem", send.Problem?.Text), ("createdAt", send.CreatedAt),
            ("settledAt", send.SettledAt));
        if (!send.IsUnderWay)
            return;
        transaction.Queue("insert into outbox (id, kind, tenant_id) values (@id, 'send', @tenant)", ("id", send.Id.Value),
            ("tenant", send.Tenant.Value));
        transaction.Signal(WorkKind.Message, send.Id.Value);
    }

    public async Task<SendStart> Begin(SendId id, int perRecipient, int? perTenant)
    {
        var connection = await transaction.Now();
        // Counting and beginning are one statement, and of one tenant they take turns: two at once would both find room.
        await connection.ExecuteAsync(new CommandDefinition(
            "select pg_advisory_xact_lock(hashtextextended('sends of ' || tenant_id, 0)) from message_sends where id = @id",
            new { id = id.Value },
            cancellationToken: transaction.CancellationToken));
        var begun = await connection.ExecuteAsync(new CommandDefinition(
            """
            with recent as (
                select other.recipient
                  from message_sends send
                  join message_sends other on other.tenant_id = send.tenant_id and other.begun_at > now() - interval '24 hours'
                      and other.status in ('Sending', 'Sent', 'Unknown')
                 where send.id = @id)
            update message_sends send set status = 'Sending', begun_at = now()
             where send.id = @id and send.status = 'Pending'
               and (select count(*) from recent where recent.recipient = send.recipient) < @perRecipient
               and (@perTenant is null or (select count(*) from recent) < @perTenant)
            """,
            new { id = id.Value, perRecipient, perTenant }, cancellationToken: transaction.CancellationToken));
        if (begun == 1)
            return SendStart.Begun;
        var isPending = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from message_sends where id = @id and status = 'Pending')", new { id = id.Value },
            cancellationToken: transaction.CancellationToken));
        return isPending ? SendStart.Limited : SendStart.Taken;
    }

    public async Task Complete(
        SendId id, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId, DateTimeOffset now)
    {
        await (await transaction.Now()).ExecuteAsync(new CommandDefinition(
            """
            with settled as (
                update message_sends set status = @ending, code = @code, problem = @problem, message_id = @messageId, settled_at = @now
                 where id = @id and (status = @seen or (@seen = 'Sending' and status = 'Unknown'))
                returning id)
            delete from outbox using settled where outbox.id = settled.id
            """,
            new
            {
                id = id.Value,
                seen = seen.ToString(),
                ending = ending.ToString(),
                code = problem?.Code.ToString(),
                problem = problem?.Text,
                messageId,
                now,
            },
            cancellationToken: transaction.CancellationToken));
        transaction.Notify(Channels.Sent, id.Value);
    }
}
