using System.Text.Json;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways.Evolution;

/// <summary>What the server says of an instance when it is asked.</summary>
internal sealed class EvolutionStates(EvolutionHttp http, TimeProvider clock)
{
    public static readonly TimeSpan BetweenChecks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestEnding = TimeSpan.FromSeconds(5);

    /// <summary>What its database has of the instance. Its state there may be stale, and it contains the instance's token.</summary>
    public async Task<JsonElement> Row(string name, CancellationToken cancellationToken)
    {
        var answer = await http.Get($"/instance/fetchInstances?instanceName={name}", cancellationToken);
        return answer is { Fault: null, Body.ValueKind: JsonValueKind.Array }
            ? answer.Body.EnumerateArray().FirstOrDefault(row => LenientJson.Text(row, "name") == name)
            : default;
    }

    public async Task<(EvolutionAnswer Answer, string? State)> Of(string name, CancellationToken cancellationToken)
    {
        var answer = await http.Get($"/instance/connectionState/{name}", cancellationToken);
        var instance = LenientJson.Member(answer.Body, "instance");
        if (answer.Fault is null && instance.ValueKind != JsonValueKind.Object)
            answer = answer with { Fault = EvolutionFault.Gibberish };
        return (answer, LenientJson.Text(instance, "state"));
    }

    /// <summary>Polls until the condition holds, since the server answers before its work is done.</summary>
    public async Task<bool> Come(string name, Func<(EvolutionAnswer Answer, string? State), bool> isSo, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (!isSo(await Of(name, cancellationToken)))
        {
            if (clock.GetElapsedTime(began) >= LongestEnding)
                return false;
            await Task.Delay(BetweenChecks, clock, cancellationToken);
        }

        return true;
    }
}
