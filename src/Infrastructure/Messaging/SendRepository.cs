using Dapper;
using PilotPairing.Application.Messaging;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Meta;
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

    public async Task<SendStart> Begin(SendId id, int perRecipient, int? perTenant, MetaId? metaNumber)
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
            update message_sends send set status = 'Sending', begun_at = now(), meta_number = @metaNumber
             where send.id = @id and send.status = 'Pending'
               and (select count(*) from recent where recent.recipient = send.recipient) < @perRecipient
               and (@perTenant is null or (select count(*) from recent) < @perTenant)
            """,
            new { id = id.Value, perRecipient, perTenant, metaNumber = metaNumber?.Value },
            cancellationToken: transaction.CancellationToken));
        if (begun == 1)
            return SendStart.Begun;
        var isPending = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from message_sends where id = @id and status = 'Pending')", new { id = id.Value },
            cancellationToken: transaction.CancellationToken));
        return isPending ? SendStart.Limited : SendStart.Taken;
    }

    public async Task<bool> Complete(
        SendId id, SendStatus seen, SendStatus ending, MessageProblem? problem, string? messageId, DateTimeOffset now)
    {
        // Without a row of the outbox there is nothing to delete, and the message is counted nevertheless.
        var changed = await (await transaction.Now()).ExecuteScalarAsync<long>(new CommandDefinition(
            """
            with settled as (
                update message_sends set status = @ending, code = @code, problem = @problem, message_id = @messageId, settled_at = @now
                 where id = @id and (status = @seen or (@seen = 'Sending' and status = 'Unknown'))
                returning id),
            done as (delete from outbox using settled where outbox.id = settled.id)
            select count(*) from settled
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
        return changed == 1;
    }

    public async Task<ReceiptEffect> Record(ReceiptSubject subject, MessageReceipt receipt)
    {
        var before = await (await transaction.Now()).QuerySingleOrDefaultAsync<BeforeRow>(new CommandDefinition(
            """
            with before as (
                select id, status, receipt from message_sends where id = @id for update),
            moved as (
                update message_sends send
                   set status = case when @kind = 'Failed' then 'Failed' else 'Sent' end,
                       receipt = case when @kind in ('Delivered', 'Read') then @kind end,
                       code = @code, problem = @problem, message_id = coalesce(send.message_id, @messageId),
                       settled_at = greatest(send.created_at, @at)
                  from before
                 where send.id = before.id
                   and case @kind
                       when 'Sent' then before.status in ('Sending', 'Unknown')
                       when 'Delivered' then before.receipt is null
                       when 'Read' then before.receipt is distinct from 'Read'
                       else before.status <> 'Failed' and before.receipt is null end
                returning before.id, before.receipt),
            done as (delete from outbox using moved where outbox.id = moved.id)
            select receipt from moved
            """,
            new
            {
                id = subject.Send.Value,
                kind = receipt.Kind.ToString(),
                code = receipt.Problem?.Code.ToString(),
                problem = receipt.Problem?.Text,
                messageId = receipt.MessageId,
                at = receipt.At,
            },
            cancellationToken: transaction.CancellationToken));
        if (before is null)
            return ReceiptEffect.None;
        transaction.Notify(Channels.Sent, subject.Send.Value);
        return receipt.Kind switch
        {
            ReceiptKind.Failed => ReceiptEffect.Failed,
            ReceiptKind.Delivered or ReceiptKind.Read when before.Receipt is null => ReceiptEffect.FirstDelivered,
            _ => ReceiptEffect.Noted,
        };
    }

    private sealed record BeforeRow(string? Receipt);
}
