using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Architecture.Tests;

/// <summary>
/// What log messages can say, by their templates and the types they take; what they do say is a test of the running host.
/// </summary>
public sealed partial class LogTests
{
    /// <summary>They print masked or not at all, and still have no business in a log.</summary>
    private static readonly Type[] KeptOut =
        [typeof(PhoneNumber), typeof(DisplayName), typeof(PairingToken), typeof(PairingCode), typeof(RawKey), typeof(WebhookSecret),
            typeof(Uri)];

    private static readonly IReadOnlyList<(MethodInfo Method, LoggerMessageAttribute Message)> Messages =
    [
        .. from type in Layers.All.SelectMany(assembly => assembly.GetTypes())
           from method in type.GetMethods(
               BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let message = method.GetCustomAttribute<LoggerMessageAttribute>()
           where message is not null
           select (method, message),
    ];

    [Fact]
    public void Messages_take_ids_and_outcomes_only()
    {
        var leaks = from entry in Messages
                    from problem in Problems(entry.Method, entry.Message.Message)
                    select $"{entry.Message.EventId}: {problem}";

        leaks.Should().BeEmpty();
    }

    [Fact]
    public void Every_message_has_a_number_of_its_own() =>
        Messages.Select(entry => entry.Message.EventId).Should().NotBeEmpty().And.OnlyHaveUniqueItems();

    [Fact]
    public void Planted_leaks_are_seen()
    {
        MethodInfo Of(string name) => typeof(LogTests).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

        Problems(Of(nameof(Takes)), "Opened {Link}").Should().HaveCount(2);
        Problems(Of(nameof(TakesNothing)), "Sent {PhoneNumber} the {Token} over {Url}").Should().HaveCount(3);
        Problems(Of(nameof(TakesNothing)), "The secret of {Endpoint} was rotated").Should().BeEmpty();
    }

    private static IEnumerable<string> Problems(MethodInfo method, string template)
    {
        foreach (Match hole in Hole().Matches(template))
        {
            if (Secretive().IsMatch(hole.Groups["name"].Value))
                yield return $"the template prints {hole.Value}";
        }

        foreach (var parameter in method.GetParameters())
        {
            if (KeptOut.Contains(Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType))
                yield return $"{parameter.Name} is a {parameter.ParameterType.Name}";
        }
    }

    private static void Takes(PhoneNumber phone, PairingToken? token) => _ = (phone, token);

    private static void TakesNothing()
    {
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z_]+)[^}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex("token|secret|phone|password|digits|body|payload|url|email|authorization|^(raw|api)?key$|displayname|^name$|^code$", RegexOptions.IgnoreCase)]
    private static partial Regex Secretive();
}
