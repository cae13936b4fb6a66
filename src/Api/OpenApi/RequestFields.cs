using System.Collections.Frozen;
using System.Reflection;

namespace PilotPairing.Api.OpenApi;

/// <summary>The members that a request must have.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RequiredMembersAttribute(params string[] members) : Attribute
{
    public IReadOnlyList<string> Members => members;
}

/// <summary>The members that a request's example shows, where all of them together would contradict each other.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShownMembersAttribute(params string[] members) : Attribute
{
    public IReadOnlyList<string> Members => members;
}

/// <summary>What the records of requests say of their members, by the record's name.</summary>
internal static class RequestFields
{
    private static readonly Type[] Records = typeof(RequestFields).Assembly.GetTypes();

    public static readonly FrozenDictionary<string, IReadOnlyList<string>> Required = Records.Select(record =>
        (record.Name, record.GetCustomAttribute<RequiredMembersAttribute>()?.Members))
        .Where(record => record.Members is not null).ToFrozenDictionary(record => record.Name, record => record.Members!);

    public static readonly FrozenDictionary<string, IReadOnlyList<string>> Shown = Records.Select(record =>
        (record.Name, record.GetCustomAttribute<ShownMembersAttribute>()?.Members))
        .Where(record => record.Members is not null).Append((Name: "BrandingLayer", Members: ["companyName", "primaryColor"]))
        .ToFrozenDictionary(record => record.Name, record => record.Members!);
}
