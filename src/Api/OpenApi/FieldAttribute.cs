using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace PilotPairing.Api.OpenApi;

/// <summary>
/// What a member means where its name means something of its own; the meaning of every other name is in <see cref="Fields"/>.
/// </summary>
/// <param name="example">Null for one that examples leave out, or show as null where it must be there.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FieldAttribute(string meaning, object? example = null) : Attribute
{
    private const int None = -1;

    /// <summary>By the record's name and the member's name on the wire.</summary>
    public static readonly FrozenDictionary<(string Record, string Member), Field> Described = typeof(FieldAttribute).Assembly.GetTypes()
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Select(member => (member, Field: member.GetCustomAttribute<FieldAttribute>()?.ToField()))
        .Where(described => described.Field is not null)
        .ToFrozenDictionary(described =>
            (described.member.DeclaringType!.Name, JsonNamingPolicy.CamelCase.ConvertName(described.member.Name)), described =>
            described.Field!);

    public string? Rare { get; init; }

    public int Longest { get; init; } = None;

    public int FewestItems { get; init; } = None;

    public int MostItems { get; init; } = None;

    public string? Pattern { get; init; }

    public string? Format { get; init; }

    private Field ToField() => new(meaning, JsonSerializer.SerializeToNode(example))
    {
        Rare = Rare,
        Longest = Given(Longest),
        FewestItems = Given(FewestItems),
        MostItems = Given(MostItems),
        Pattern = Pattern,
        Format = Format,
    };

    private static int? Given(int value) => value == None ? null : value;
}
