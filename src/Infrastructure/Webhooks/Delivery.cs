using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Infrastructure.Telemetry;
using EventId = PilotPairing.Domain.Webhooks.EventId;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>One attempt at one claimed row: signs, sends, and returns what is to become of the row. It never throws.</summary>
internal sealed partial class Delivery(
    WebhookSender sender, ReconnectUrl reconnect, Envelopes envelopes, RandomNumberGenerator random, TimeProvider clock,
    ILogger<Delivery> log)
{
    /// <summary>How long a delivery is postponed when a failure of the database prevented the attempt.</summary>
    public static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(5);

    public async Task<DeliveryResult> Attempt(DueDelivery due, CancellationToken cut)
    {
        var endpoint = new EndpointId(due.EndpointId);
        if (due.Url is null || due.Body is null)
        {
            Log.Dropped(log, due.DeliveryId, endpoint);
            return DeliveryResult.Dropped(due);
        }

        var started = clock.GetTimestamp();
        try
        {
            var (body, url) = await reconnect.Fill(due, cut);
            var answer = await sender.Post(due.Url, new(due.TenantId), new EventId(due.EventId), body, Secrets(due), cut);
            return Logged(Result(due, answer with { Response = ReconnectUrl.Redact(answer.Response, url) }, started));
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return DeliveryResult.Released(due);
        }
        catch (Exception exception) when (DatabaseFailure.Of(exception) is { IsUnavailable: true })
        {
            Log.Postponed(log, due.DeliveryId, endpoint, DatabaseFailure.Short(exception));
            return DeliveryResult.Postponed(due, DatabasePause);
        }
        catch (Exception exception)
        {
            Log.Broken(log, exception, due.DeliveryId, endpoint);
            var answer = new Answer(new(AttemptVerdict.Failed, null, $"The delivery failed on our side ({exception.GetType().Name})"),
                null, null);
            return Logged(Result(due, answer, started) with { IsOurs = true });
        }
    }

    private DeliveryResult Result(DueDelivery due, Answer answer, long started) => DeliveryResult.Of(
        due, Guid.CreateVersion7(clock.GetUtcNow()), answer, (int)clock.GetElapsedTime(started).TotalMilliseconds, Chance.Draw(random));

    private DeliveryResult Logged(DeliveryResult result)
    {
        var (due, outcome) = (result.Delivery, result.Outcome!);
        Meters.Delivered(outcome.Verdict.ToString());
        if (result.IsFailure)
        {
            Log.Failed(
                log, new EventId(due.EventId), due.EventType, due.DeliveryId, new EndpointId(due.EndpointId), due.Attempt, outcome.Verdict,
                outcome.StatusCode?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no status",
                outcome.Problem ?? "the receiver refused it",
                result.Pause is { } pause ? $"next attempt in {pause.TotalSeconds:0} s" : "no further attempt");
        }
        else
        {
            Log.Delivered(log, new EventId(due.EventId), due.EventType, due.DeliveryId, new EndpointId(due.EndpointId), due.Attempt,
                outcome.StatusCode);
        }

        return result;
    }

    private List<WebhookSecret> Secrets(DueDelivery due)
    {
        var place = EndpointRepository.Secrets.Place(due.EndpointId, due.TenantId);
        return new[] { due.SecretEnvelope, due.PreviousSecretEnvelope }
            .OfType<byte[]>()
            .Select(envelope => WebhookSecret.Parse(envelopes.OpenText(place, envelope))
                ?? throw new CryptographicException("The envelope holds no webhook secret"))
            .ToList();
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Information, "Event {Event} ({Type}), delivery {Delivery} to {Endpoint}, attempt {Attempt}: Delivered, {Status}")]
        public static partial void Delivered(
            ILogger log, EventId @event, string? type, DeliveryId delivery, EndpointId endpoint, int attempt, int? status);

        [LoggerMessage(4005, LogLevel.Information, "Event {Event} ({Type}), delivery {Delivery} to {Endpoint}, attempt {Attempt}: {Outcome}, {Status}: {Reason}; {Next}")]
        public static partial void Failed(
            ILogger log, EventId @event, string? type, DeliveryId delivery, EndpointId endpoint, int attempt, AttemptVerdict outcome,
            string status, string reason, string next);

        [LoggerMessage(4003, LogLevel.Information, "Delivery {Delivery} dropped: {Endpoint} is inactive or gone")]
        public static partial void Dropped(ILogger log, DeliveryId delivery, EndpointId endpoint);

        [LoggerMessage(4006, LogLevel.Warning, "Delivery {Delivery} to {Endpoint} waits: the database failed ({State}) before the request")]
        public static partial void Postponed(ILogger log, DeliveryId delivery, EndpointId endpoint, string state);

        [LoggerMessage(4004, LogLevel.Error, "Delivery {Delivery} to {Endpoint} failed on our side")]
        public static partial void Broken(ILogger log, Exception exception, DeliveryId delivery, EndpointId endpoint);
    }
}
