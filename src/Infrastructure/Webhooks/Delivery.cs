using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PilotPairing.Domain.Webhooks;
using PilotPairing.Infrastructure.Crypto;
using EventId = PilotPairing.Domain.Webhooks.EventId;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>One attempt at one claimed row: signs, sends, and says what is to become of the row. It never throws.</summary>
internal sealed partial class Delivery(WebhookSender sender, ReconnectUrl reconnect, Envelopes envelopes, RandomNumberGenerator random, TimeProvider clock, ILogger<Delivery> log)
{
    public async Task<Settlement> Attempt(DueDelivery owed, CancellationToken cut)
    {
        var endpoint = new EndpointId(owed.EndpointId);
        if (owed.Url is null || owed.Body is null)
        {
            Log.Dropped(log, owed.DeliveryId, endpoint);
            return Settlement.Dropped(owed);
        }

        var started = clock.GetTimestamp();
        try
        {
            var (body, url) = await reconnect.Fill(owed, cut);
            var answer = await sender.Post(owed.Url, new EventId(owed.EventId), body, Secrets(owed), cut);
            answer = answer with { Response = ReconnectUrl.Redact(answer.Response, url) };
            var settlement = Settlement.Of(owed, Guid.CreateVersion7(clock.GetUtcNow()), answer, Elapsed(started), Chance());
            Log.Attempted(log, owed.DeliveryId, endpoint, owed.Attempt, answer.Outcome.Verdict, answer.Outcome.StatusCode);
            return settlement;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return Settlement.GivenBack(owed);
        }
        catch (Exception trouble)
        {
            Log.Broken(log, trouble, owed.DeliveryId, endpoint);
            var answer = new Answer(new(AttemptVerdict.Failed, null, "The delivery failed on our side"), null, null);
            return Settlement.Of(owed, Guid.CreateVersion7(clock.GetUtcNow()), answer, Elapsed(started), Chance());
        }
    }

    private int Elapsed(long started) => (int)clock.GetElapsedTime(started).TotalMilliseconds;

    private double Chance()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random.GetBytes(bytes);
        return (double)BitConverter.ToUInt32(bytes) / uint.MaxValue;
    }

    private List<WebhookSecret> Secrets(DueDelivery owed)
    {
        var place = EndpointRows.Secrets.Place(owed.EndpointId, owed.TenantId);
        return new[] { owed.SecretEnvelope, owed.PreviousSecretEnvelope }
            .OfType<byte[]>()
            .Select(envelope => WebhookSecret.Parse(envelopes.OpenText(place, envelope)) ?? throw new CryptographicException("The envelope holds no webhook secret"))
            .ToList();
    }

    private static partial class Log
    {
        [LoggerMessage(4002, LogLevel.Information, "Delivery {Delivery} to {Endpoint}, attempt {Attempt}: {Verdict} {Status}")]
        public static partial void Attempted(ILogger log, DeliveryId delivery, EndpointId endpoint, int attempt, AttemptVerdict verdict, int? status);

        [LoggerMessage(4003, LogLevel.Information, "Delivery {Delivery} dropped: {Endpoint} is inactive or gone")]
        public static partial void Dropped(ILogger log, DeliveryId delivery, EndpointId endpoint);

        [LoggerMessage(4004, LogLevel.Error, "Delivery {Delivery} to {Endpoint} failed on our side")]
        public static partial void Broken(ILogger log, Exception trouble, DeliveryId delivery, EndpointId endpoint);
    }
}
