using Microsoft.Extensions.Options;
using PilotPairing.Application.Operating;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>Lets Graph inspect the app's own token, which is its id and secret: the same call that inspects customers' tokens.</summary>
internal sealed class MetaCheck(GraphHttp http, IOptions<MetaOptions> options) : IMetaCheck
{
    private readonly MetaOptions _options = options.Value;

    public async Task<MetaState?> Check(CancellationToken cancellationToken)
    {
        if (!_options.IsConfigured)
            return null;

        var answer = await http.Send(GraphCall.InspectAsApp(GraphAct.CheckApp, _options.AppToken, _options), cancellationToken);
        return new(Refused: RefusalIn(answer), Away: AwayIn(answer), HasSignup: _options.ConfigId is not null);
    }

    private static string? RefusalIn(GraphAnswer answer) => answer switch
    {
        { Fault: not null } => null,
        { Rejection: { } rejection } => rejection.Message,
        _ => LenientJson.Member(LenientJson.Member(answer.Body, "data"), "is_valid").ValueKind == System.Text.Json.JsonValueKind.True
            ? null : "It does not call the app's own token valid",
    };

    private string? AwayIn(GraphAnswer answer) => answer.Fault is not { } fault ? null : _options.GraphBaseUrl + " " + fault switch
    {
        GraphFault.Unreachable => "cannot be connected to.",
        GraphFault.TimedOut => "does not answer in time.",
        GraphFault.CutShort => "breaks off its answer.",
        GraphFault.TooLarge or GraphFault.Gibberish => "answers as Graph does not.",
        GraphFault.Failing => "reports a failure of its own.",
        GraphFault.Busy => "had too many requests of this app.",
    };
}
