using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using PilotPairing.Application.Gateways;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>
/// Requests to one Evolution API server: a deadline over headers and body, a bound on the answer, no redirects, no second try, and none
/// while it cannot be reached.
/// </summary>
internal sealed partial class EvolutionHttp(
    GatewayOptions gateway, IHttpClientFactory clients, TimeProvider clock, ILogger<EvolutionHttp> log)
{
    public const string Client = "evolution";

    /// <summary>Its answers have a few kilobytes, twenty where they hold the picture of a QR code.</summary>
    private const int MostRead = 1024 * 1024;

    /// <summary>For acts that it answers only after fixed sleeps and its own calls to WhatsApp.</summary>
    private static readonly TimeSpan LongDeadline = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = clients.CreateClient(Client);
    private readonly GatewayCircuit _circuit = new(clock);
    private EvolutionFault? _lastFault;

    public CircuitReport Circuit => _circuit.Report;

    /// <summary>For an operator who wants to know how it is: asked always, and without effect on other requests.</summary>
    public Task<EvolutionAnswer> Ask(string path, CancellationToken cancellationToken) =>
        Send(HttpMethod.Get, path, null, ShortDeadline, cancellationToken);

    public Task<EvolutionAnswer> Get(string path, CancellationToken cancellationToken) =>
        Call(HttpMethod.Get, path, null, ShortDeadline, cancellationToken);

    public Task<EvolutionAnswer> GetSlowly(string path, CancellationToken cancellationToken) =>
        Call(HttpMethod.Get, path, null, LongDeadline, cancellationToken);

    public Task<EvolutionAnswer> Post(string path, byte[] json, CancellationToken cancellationToken) =>
        Call(HttpMethod.Post, path, json, LongDeadline, cancellationToken);

    public Task<EvolutionAnswer> Delete(string path, CancellationToken cancellationToken) =>
        Call(HttpMethod.Delete, path, null, LongDeadline, cancellationToken);

    private async Task<EvolutionAnswer> Call(HttpMethod method, string path, byte[]? json, TimeSpan patience, CancellationToken abort)
    {
        if (!_circuit.LetsThrough())
            return EvolutionAnswer.Without(EvolutionFault.Unreachable);
        try
        {
            var answer = await Send(method, path, json, patience, abort);
            if (answer.IsOfNobody)
                _circuit.Failed(answer.Reason);
            else
                _circuit.Answered();
            return answer;
        }
        catch (OperationCanceledException)
        {
            _circuit.Abandoned();
            throw;
        }
    }

    private async Task<EvolutionAnswer> Send(HttpMethod method, string path, byte[]? json, TimeSpan patience, CancellationToken abort)
    {
        using var deadline = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);
        var began = clock.GetTimestamp();
        EvolutionAnswer answer;
        try
        {
            using var request = new HttpRequestMessage(method, gateway.BaseUrl + path);
            request.Headers.Add("apikey", gateway.ApiKey!.Value.Value);
            if (json is not null)
                request.Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            answer = await Read(response, either.Token);
        }
        catch (Exception exception) when (!abort.IsCancellationRequested)
        {
            answer = EvolutionAnswer.Without(FaultOf(exception));
        }

        Meters.Called(gateway.Name, answer.Fault?.ToString() ?? "Answered", clock.GetElapsedTime(began));
        LogOutcome(answer);
        return answer;
    }

    private static EvolutionFault FaultOf(Exception exception) => exception switch
    {
        // The handler's own limit on connecting.
        OperationCanceledException { InnerException: TimeoutException } => EvolutionFault.Unreachable,
        OperationCanceledException => EvolutionFault.TimedOut,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => EvolutionFault.NameUnknown,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => EvolutionFault.NotSecure,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => EvolutionFault.Unreachable,
        _ => EvolutionFault.CutShort,
    };

    private static async Task<EvolutionAnswer> Read(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        return await BoundedBody.Read(response.Content, MostRead, cancellationToken) is { } content
            ? EvolutionAnswer.Read(status, content) : EvolutionAnswer.Without(EvolutionFault.TooLarge, status);
    }

    /// <summary>Numbers are polled every second, so a lasting failure is logged once, and once that it is over.</summary>
    private void LogOutcome(EvolutionAnswer answer)
    {
        // What is about one session says nothing about the server.
        var fault = answer.Fault is EvolutionFault.NoInstance or EvolutionFault.NameTaken or EvolutionFault.Rejected ? null : answer.Fault;
        if (fault == _lastFault)
            return;
        _lastFault = fault;
        if (fault is { } failure)
            Log.Failing(log, gateway.Name, failure, answer.Status);
        else
            Log.Answers(log, gateway.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Warning, "Gateway {Gateway} fails: {Failure}, status {Status}")]
        public static partial void Failing(ILogger log, string gateway, EvolutionFault failure, int? status);

        [LoggerMessage(6002, LogLevel.Information, "Gateway {Gateway} answers")]
        public static partial void Answers(ILogger log, string gateway);
    }
}
