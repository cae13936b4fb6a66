using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;
using PilotPairing.Infrastructure.Telemetry;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>
/// Requests to Graph: a deadline over headers and body, a bound on the answer, no redirects, no second try. No exception leaves it, since
/// exceptions contain URLs.
/// </summary>
internal sealed partial class GraphHttp(
    IOptions<MetaOptions> options, IHttpClientFactory clients, TimeProvider clock, ILogger<GraphHttp> log)
{
    public const string Client = "graph";

    /// <summary>Bytes of an answer that are read. A page of a hundred numbers has about fifty kilobytes.</summary>
    private const int MostRead = 1024 * 1024;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private readonly string _root = $"{options.Value.GraphBaseUrl.TrimEnd('/')}/{options.Value.GraphVersion}/";
    private GraphFault? _lastFault;

    public async Task<GraphAnswer> Send(GraphCall call, CancellationToken abort)
    {
        using var deadline = new CancellationTokenSource(call.Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);
        var began = clock.GetTimestamp();
        GraphAnswer answer;
        try
        {
            using var request = RequestOf(call);
            using var response = await clients.CreateClient(Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            answer = await BoundedBody.Read(response.Content, MostRead, either.Token) is { } content
                ? GraphAnswer.Read(call, status, content, WaitIn(response)) : GraphAnswer.Without(GraphFault.TooLarge, status);
        }
        catch (Exception exception) when (!abort.IsCancellationRequested)
        {
            answer = GraphAnswer.Without(FaultOf(exception));
        }

        Meters.Called(Meters.Meta, answer.Fault?.ToString() ?? "Answered", clock.GetElapsedTime(began));
        LogOutcome(call.Act, answer);
        return answer;
    }

    private HttpRequestMessage RequestOf(GraphCall call)
    {
        var request = new HttpRequestMessage(call.Json is null ? HttpMethod.Get : HttpMethod.Post, _root + call.Path);
        if (call.Bearer is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        if (call.Json is not null)
            request.Content = new ByteArrayContent(call.Json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    private static GraphFault FaultOf(Exception exception) => exception switch
    {
        // The handler's own limit on connecting.
        OperationCanceledException { InnerException: TimeoutException } => GraphFault.Unreachable,
        OperationCanceledException => GraphFault.TimedOut,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError } => GraphFault.Unreachable,
        _ => GraphFault.CutShort,
    };

    /// <summary>
    /// <c>X-Business-Use-Case-Usage: {"&lt;account&gt;":[{"type":"whatsapp","estimated_time_to_regain_access":7}]}</c> counts in minutes,
    /// as Meta's page on rate limits says.
    /// </summary>
    private TimeSpan? WaitIn(HttpResponseMessage response)
    {
        var minutes = response.Headers.TryGetValues("X-Business-Use-Case-Usage", out var usages)
            ? usages.Select(usage => LenientJson.Parse(System.Text.Encoding.UTF8.GetBytes(usage))).SelectMany(LenientJson.Members)
                .SelectMany(LenientJson.Items).Max(use => LenientJson.Number(use, "estimated_time_to_regain_access"))
            : null;
        var wait = minutes is > 0 ? TimeSpan.FromMinutes(minutes.Value) : response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => default(TimeSpan?),
        };
        return wait > TimeSpan.Zero ? TimeSpan.FromTicks(Math.Min(wait.Value.Ticks, LongestWait.Ticks)) : null;
    }

    /// <summary>
    /// A lasting failure is logged once, and once that it is over; every refusal is logged, with the ids that Meta's support asks for.
    /// </summary>
    private void LogOutcome(GraphAct act, GraphAnswer answer)
    {
        if (answer is { BlamesApp: true, Rejection: { } ofApp })
            Log.AppRefused(log, act, ofApp.Number, MetaId.Parse(ofApp.TraceId));
        else if (answer.Rejection is { } rejection)
            Log.Refused(log, act, rejection.Number, rejection.Subcode, MetaId.Parse(rejection.TraceId));
        if (answer.Fault == _lastFault)
            return;
        _lastFault = answer.Fault;
        if (answer.Fault is { } failure)
            Log.Failing(log, failure, answer.Status);
        else
            Log.Answers(log);
    }

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Warning, "Graph fails: {Failure}, status {Status}")]
        public static partial void Failing(ILogger log, GraphFault failure, int? status);

        [LoggerMessage(7002, LogLevel.Information, "Graph answers")]
        public static partial void Answers(ILogger log);

        [LoggerMessage(7003, LogLevel.Information, "Graph refused {Act}: error {Error}, subcode {Subcode}, trace {Trace}")]
        public static partial void Refused(ILogger log, GraphAct act, int? error, int? subcode, MetaId? trace);

        [LoggerMessage(7004, LogLevel.Error, "Graph refused {Act} because of this server's own app: Meta:AppId or Meta:AppSecret is wrong (error {Error}, trace {Trace})")]
        public static partial void AppRefused(ILogger log, GraphAct act, int? error, MetaId? trace);
    }
}
