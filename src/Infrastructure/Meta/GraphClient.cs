using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Meta;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Meta;

/// <summary>Meta's Graph, on behalf of the operator's app.</summary>
internal sealed class GraphClient(GraphHttp http, IOptions<MetaOptions> options) : IMetaGraph
{
    private const string Management = "whatsapp_business_management";

    /// <summary>One page: with more numbers the customer must name the id, which the token then confirms.</summary>
    private const int MostListed = 100;

    /// <summary>The year 9999, behind which there are no dates.</summary>
    private const long LatestSecond = 253_402_300_799;
    private readonly MetaOptions _options = options.Value;

    public async Task<Result<MetaSecret>> ExchangeCode(MetaSecret code, CancellationToken cancellationToken)
    {
        var answer = await http.Send(GraphCall.Exchange(code, _options), cancellationToken);
        // Here a wrong secret gets the code of a temporary failure; asked about the app itself, Graph names the reason.
        if (answer is { Fault: GraphFault.Failing, Status: >= 400 and < 500 })
            answer = await http.Send(GraphCall.InspectAsApp(GraphAct.CheckApp, _options.AppToken, _options),
                cancellationToken) is { BlamesApp: true } blamed ? blamed : answer;
        if (answer.Refusal is { } refusal)
            return answer is { BlamesApp: true, Rejection: { } ours } ? OperatorsFault(ours) : refusal;
        return LenientJson.Text(answer.Body, "access_token") is { Length: > 0 } token ? new MetaSecret(token) : new MetaUnreachable();
    }

    public async Task<Result<MetaGrant>> Inspect(MetaSecret token, CancellationToken cancellationToken)
    {
        var call = GraphCall.InspectAsApp(GraphAct.InspectToken, token, _options);
        var answer = await http.Send(call, cancellationToken);
        if (answer.Refusal is { } refusal)
            return answer is { BlamesApp: true, Rejection: { } ours } ? OperatorsFault(ours) : refusal;

        return LenientJson.Text(LenientJson.Member(answer.Body, "data"), "app_id") is { } app && app != _options.AppId
            ? new MetaRejected(null, null, "The access token was made for another Meta app than this server's",
                null)
            { Reason = "other_app" }
            : GrantIn(answer, call);
    }

    public async Task<Result<MetaGrant>> InspectTyped(MetaSecret token, CancellationToken cancellationToken)
    {
        var call = GraphCall.InspectAsItself(token);
        var answer = await http.Send(call, cancellationToken);
        if (answer.Rejection is { Number: not GraphAnswer.InvalidToken })
            return new MetaGrant(null, []);
        return answer.Refusal is { } refusal ? refusal : GrantIn(answer, call);
    }

    public async Task<Result<IReadOnlyList<MetaNumber>>> Numbers(MetaId account, MetaSecret token, CancellationToken cancellationToken)
    {
        var answer = await http.Send(
            GraphCall.Get(GraphAct.ListNumbers, $"{account}/phone_numbers?fields={GraphNumber.Fields}&limit={MostListed}", token),
            cancellationToken);
        if (answer.Refusal is { } refusal)
            return refusal;
        var data = LenientJson.Member(answer.Body, "data");
        return data.ValueKind == JsonValueKind.Array
            ? LenientJson.Items(data).Select(GraphNumber.Read).OfType<MetaNumber>().ToList() : new MetaUnreachable();
    }

    public async Task<Result<Done>> Belongs(MetaId number, MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        (await Numbers(account, token, cancellationToken)).Match<Result<Done>>(
            numbers => numbers.Count >= MostListed || numbers.Any(one => one.Id == number)
                ? default(Done) : new MetaRejected(null, null, "The phone number id is not one of this business account",
                    null)
                { Reason = "number_not_of_account" },
            refusal => refusal);

    public async Task<Result<MetaNumber>> Number(MetaId number, MetaSecret token, CancellationToken cancellationToken)
    {
        var answer = await http.Send(GraphCall.Get(GraphAct.ReadNumber, $"{number}?fields={GraphNumber.Fields}", token), cancellationToken);
        if (answer.Refusal is { } refusal)
            return refusal;
        return GraphNumber.Read(answer.Body) is { } read ? read : new MetaUnreachable();
    }

    public async Task<Result<Done>> Subscribe(MetaId account, MetaSecret token, CancellationToken cancellationToken) =>
        DoneIn(await http.Send(GraphCall.Post(GraphAct.Subscribe, $"{account}/subscribed_apps", token, "{}"u8.ToArray()),
            cancellationToken));

    /// <summary>Reads the state after a lost answer: repeating the call would cost one of ten tries.</summary>
    public async Task<Result<Done>> Register(MetaId number, MetaSecret pin, MetaSecret token, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new RegisterNumber("whatsapp", pin.Value), GraphJsonContext.Default.RegisterNumber);
        var answer = await http.Send(GraphCall.Post(GraphAct.Register, $"{number}/register", token, json, pin.Value), cancellationToken);
        if (!answer.MayHaveWorked)
            return DoneIn(answer);
        return await Number(number, token, cancellationToken) is { Refusal: null, Value.Registered: true }
            ? default(Done) : new MetaUnreachable();
    }

    private static MetaRejected OperatorsFault(MetaRejected ours) =>
        ours with { Message = $"Meta refuses the app of this server, whose operator must correct its id or secret: {ours.Message}" };

    private static Result<Done> DoneIn(GraphAnswer answer)
    {
        if (answer.Refusal is { } refusal)
            return refusal;
        return LenientJson.Member(answer.Body, "success").ValueKind == JsonValueKind.True ? default(Done) : new MetaUnreachable();
    }

    private static Refusal? Objection(JsonElement data, IReadOnlyList<string> secrets)
    {
        var valid = LenientJson.Member(data, "is_valid").ValueKind;
        if (valid != JsonValueKind.True)
            return valid == JsonValueKind.False ? Invalid(LenientJson.Member(data, "error"), secrets) : new MetaUnreachable();
        return LenientJson.Member(data, "scopes") is { ValueKind: JsonValueKind.Array } scopes
            && !LenientJson.Texts(scopes).Contains(Management)
            ? new MetaRejected(null, null, $"The access token lacks the permission {Management}", null) { Reason = "permission_missing" }
            : null;
    }

    private static MetaRejected Invalid(JsonElement error, IReadOnlyList<string> secrets) =>
        error.ValueKind == JsonValueKind.Object
            ? GraphAnswer.RejectionIn(error, secrets) : new(GraphAnswer.InvalidToken, null, "The access token is not valid", null);

    private static Result<MetaGrant> GrantIn(GraphAnswer answer, GraphCall call)
    {
        var data = LenientJson.Member(answer.Body, "data");
        if (Objection(data, call.Secrets) is { } objection)
            return objection;

        var accounts = LenientJson.Items(LenientJson.Member(data, "granular_scopes"))
            .Where(scope => LenientJson.Text(scope, "scope") == Management)
            .SelectMany(scope => LenientJson.Texts(LenientJson.Member(scope, "target_ids")))
            .Select(MetaId.Parse).OfType<MetaId>();
        var expires = LenientJson.Member(data, "expires_at") is { ValueKind: JsonValueKind.Number } written
            && written.TryGetInt64(out var seconds) && seconds is > 0 and < LatestSecond
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default(DateTimeOffset?);
        return new MetaGrant(expires, [.. accounts]);
    }
}
