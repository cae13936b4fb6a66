using System.Text.Json.Nodes;
using Dapper;
using Npgsql;
using PilotPairing.Application.Gateways;
using PilotPairing.Domain.Messaging;
using PilotPairing.Domain.Numbers;
using PilotPairing.Infrastructure.Crypto;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>What came of a text, as the process says it.</summary>
internal sealed record SendAnswer(string? Id, string? Refused)
{
    public static readonly SendAnswer NotConnected = new(null, "not_connected");
    public static readonly SendAnswer Unknown = new(null, null);

    /// <summary>The process asks WhatsApp twice, and waits for each answer.</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(40);

    public static async Task<SendAnswer> Of(
        GatewayProcess process, NumberId number, string recipient, string text, CancellationToken cancellationToken)
    {
        try
        {
            var body = new JsonObject { ["number"] = number.Value.ToString(), ["to"] = recipient, ["text"] = text };
            var answer = await process.Call("send", body, AnswerWithin, cancellationToken);
            return new(
                answer.TryGetProperty("messageId", out var id) ? id.GetString() : null,
                answer.TryGetProperty("refused", out var refused) ? refused.GetString() : null);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or OperationCanceledException)
        {
            return Unknown;
        }
    }

    public SendOutcome Outcome => (Id, Refused) switch
    {
        (_, "not_connected") => new SendOutcome.Refused(SendFailure.SenderNotConnected, "The sending number is not connected."),
        (_, "not_on_whatsapp") => new SendOutcome.Refused(SendFailure.RecipientNotOnWhatsApp, "The recipient is not on WhatsApp."),
        (_, not null) => new SendOutcome.Refused(SendFailure.GatewayError, "WhatsApp did not take the message."),
        ({ } id, _) => new SendOutcome.Accepted(id),
        _ => new SendOutcome.Unknown("The gateway did not say whether it sent the message."),
    };
}

/// <summary>Texts for a session that another node runs. Each is sent once at most: who claims it sends it, or nobody does.</summary>
internal sealed class SendQueue(NpgsqlDataSource database, Envelopes envelopes, TimeProvider clock)
{
    private static readonly EnvelopePlace Place = new("baileys_sends", Guid.Empty, Guid.Empty);
    private static readonly TimeSpan ClaimWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromMilliseconds(50);

    /// <summary>Sends through whichever node runs the session, and waits for what came of it.</summary>
    public async Task<SendAnswer> Send(GatewaySession session, string recipient, string text, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var message = new JsonObject { ["to"] = recipient, ["text"] = text }.ToJsonString();
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into baileys_sends (id, number_id, tenant_id, message_envelope, created_at) values (@id, @number, @tenant, @message, now());
            select pg_notify('gateway', gateway) from baileys_sessions where number_id = @number
            """,
            new
            {
                id,
                number = session.Number.Value,
                tenant = session.Tenant.Value,
                message = envelopes.Seal(Place with { Row = id, Tenant = session.Tenant.Value }, message),
            },
            cancellationToken: cancellationToken));
        var began = clock.GetTimestamp();
        try
        {
            while (clock.GetElapsedTime(began) < AnswerWithin)
            {
                var row = await connection.QuerySingleOrDefaultAsync<(bool Claimed, string? Outcome)?>(new CommandDefinition(
                    "select claimed_at is not null as claimed, outcome from baileys_sends where id = @id", new { id },
                    cancellationToken: cancellationToken));
                if (row?.Outcome is { } outcome)
                    return Read(outcome);
                // Nobody sends it any more once it is taken away unclaimed.
                if (row is null || (!row.Value.Claimed && clock.GetElapsedTime(began) >= ClaimWithin && await Withdraw(connection, id)))
                    return SendAnswer.NotConnected;
                await Task.Delay(BetweenChecks, clock, cancellationToken);
            }

            return SendAnswer.Unknown;
        }
        catch (OperationCanceledException)
        {
            return await Withdraw(connection, id) ? SendAnswer.NotConnected : SendAnswer.Unknown;
        }
        finally
        {
            await connection.ExecuteAsync(
                new CommandDefinition("delete from baileys_sends where id = @id", new { id },
                    cancellationToken: CancellationToken.None));
        }
    }

    /// <summary>For the node that runs the session.</summary>
    public async Task Work(
        Guid number, Func<Guid, string, string, CancellationToken, Task<SendAnswer>> send, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        // The process that waited for one so old was killed.
        var claimed = await connection.QueryAsync<(Guid Id, Guid Tenant, byte[] Message)>(new CommandDefinition(
            """
            delete from baileys_sends where number_id = @number and created_at < now() - interval '10 minutes';
            update baileys_sends set claimed_at = now() where number_id = @number and claimed_at is null
            returning id, tenant_id, message_envelope
            """,
            new { number }, cancellationToken: cancellationToken));
        foreach (var (id, tenant, envelope) in claimed)
        {
            var message = JsonNode.Parse(envelopes.OpenText(Place with { Row = id, Tenant = tenant }, envelope))!;
            var answer = await send(number, (string)message["to"]!, (string)message["text"]!, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                "update baileys_sends set outcome = @outcome where id = @id", new { id, outcome = Write(answer) },
                cancellationToken: cancellationToken));
        }
    }

    private static async Task<bool> Withdraw(NpgsqlConnection connection, Guid id) =>
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from baileys_sends where id = @id and claimed_at is null", new { id }, cancellationToken: CancellationToken.None)) == 1;

    private static string Write(SendAnswer answer) => answer.Id is { } id ? "id:" + id : "refused:" + answer.Refused;

    private static SendAnswer Read(string outcome) => outcome.Split(':', 2) switch
    {
        ["id", var id] => new(id, null),
        [_, { Length: > 0 } refused] => new(null, refused),
        _ => SendAnswer.Unknown,
    };
}
