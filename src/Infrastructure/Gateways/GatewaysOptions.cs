using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PilotPairing.Application.Access;
using PilotPairing.Infrastructure.Http;

namespace PilotPairing.Infrastructure.Gateways;

/// <summary>A gateway's API key: it controls every number there.</summary>
internal readonly record struct GatewayKey(string Value)
{
    public override string ToString() => "[gateway key]";
}

/// <summary>Section <c>Gateways</c>: <c>Default</c>, and one section per gateway under the name that tenants are given.</summary>
internal sealed class GatewaysOptions
{
    public const string Section = "Gateways";

    /// <summary>
    /// The gateway of live tenants that were given none. Default: the only gateway there is; required when there are several.
    /// </summary>
    public string? Default { get; private set; }

    public IReadOnlyList<GatewayOptions> All { get; private set; } = [];

    public void Read(IConfigurationSection section)
    {
        Default = section[nameof(Default)]?.ToLowerInvariant();
        All = [.. section.GetChildren()
            .Where(child => !child.Key.Equals(nameof(Default), StringComparison.OrdinalIgnoreCase))
            .Select(GatewayOptions.Read)
            .OrderBy(gateway => gateway.Name, StringComparer.Ordinal)];
        Default ??= All.Count == 1 ? All[0].Name : null;
    }
}

/// <param name="Name">1 to 32 of <c>a-z 0-9 - _</c>, lower-cased, since environment variables often are not.</param>
/// <param name="Kind"><c>baileys</c>, our own, or <c>evolution</c>.</param>
/// <param name="BaseUrl">Of an Evolution API server: where it answers, http or https, a path allowed. It is the operator's own, so private
/// addresses are fine.</param>
/// <param name="CallbackUrl">Where it reaches us, http or https; a path is for a proxy that takes it off again. Default:
/// <c>PublicUrl</c>.</param>
/// <param name="DeviceName">What its sessions are called in a phone's list of linked devices, 1 to 64 printable characters: the receipt
/// names it. Default: none for <c>evolution</c>, <c>Chrome (Mac OS)</c> for <c>baileys</c>.</param>
/// <param name="WhatsAppVersion">Of <c>baileys</c>, like the next ones: the version of WhatsApp's client that sessions say they are,
/// <c>2.3000.N</c>. Default: what WhatsApp has now.</param>
/// <param name="WhatsAppUrl">Where WhatsApp is, wss. For tests. Default: WhatsApp's own address.</param>
/// <param name="WhatsAppRootKey">64 hex digits: the key that signs the server's Noise certificate. For tests. Default: WhatsApp's.</param>
/// <param name="WhatsAppCertificate">Path of a PEM file whose certificates are trusted. For tests. Default: none.</param>
/// <param name="Unknown">Settings that are none.</param>
internal sealed record GatewayOptions(
    string Name, string? Kind, string? BaseUrl, GatewayKey? ApiKey, string? CallbackUrl, string? DeviceName,
    string? WhatsAppVersion, string? WhatsAppUrl, string? WhatsAppRootKey, string? WhatsAppCertificate, IReadOnlyList<string> Unknown)
{
    private static readonly string[] OfEvolution = [nameof(Kind), nameof(BaseUrl), nameof(ApiKey), nameof(CallbackUrl), nameof(DeviceName)];

    private static readonly string[] OfBaileys =
    [
        nameof(Kind), nameof(DeviceName), nameof(WhatsAppVersion), nameof(WhatsAppUrl), nameof(WhatsAppRootKey),
        nameof(WhatsAppCertificate),
    ];

    public static GatewayOptions Read(IConfigurationSection section) => new(
        section.Key.ToLowerInvariant(), section[nameof(Kind)]?.ToLowerInvariant(), section[nameof(BaseUrl)]?.TrimEnd('/'),
        section[nameof(ApiKey)] is { Length: > 0 } key ? new GatewayKey(key) : null, section[nameof(CallbackUrl)]?.TrimEnd('/'),
        section[nameof(DeviceName)]?.Trim(), Given(section, nameof(WhatsAppVersion)), Given(section, nameof(WhatsAppUrl)),
        Given(section, nameof(WhatsAppRootKey)), Given(section, nameof(WhatsAppCertificate)),
        [.. section.GetChildren().Select(child => child.Key)
            .Where(key => !SettingsOf(section[nameof(Kind)]).Contains(key, StringComparer.OrdinalIgnoreCase))]);

    private static string[] SettingsOf(string? kind) =>
        GatewayKinds.Baileys.Equals(kind, StringComparison.OrdinalIgnoreCase) ? OfBaileys : OfEvolution;

    private static string? Given(IConfigurationSection section, string name) =>
        section[name]?.Trim() is { Length: > 0 } value ? value : null;
}

internal sealed partial class GatewaysOptionsValidator : IValidateOptions<GatewaysOptions>
{
    private const int LongestKey = 512;
    private const int LongestDeviceName = 64;
    private static readonly string[] Reserved = [Tenant.DefaultGateway, Tenant.Simulator];

    public ValidateOptionsResult Validate(string? name, GatewaysOptions options)
    {
        var problems = options.All.SelectMany(Problems).ToList();
        if (options.Default is null && options.All.Count > 1)
            problems.Add("Gateways:Default must name one of the gateways, since there are several.");
        else if (options.Default is { } wanted && options.All.All(gateway => gateway.Name != wanted))
            problems.Add("Gateways:Default names a gateway that is not configured.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(GatewayOptions gateway)
    {
        var setting = $"{GatewaysOptions.Section}:{gateway.Name}";
        if (!Name().IsMatch(gateway.Name) || Reserved.Contains(gateway.Name))
            yield return $"{setting} is no name for a gateway: 1 to 32 of a-z 0-9 - _, and none of {string.Join(", ", Reserved)}.";
        if (gateway.Kind is not (GatewayKinds.Evolution or GatewayKinds.Baileys))
            yield return $"{setting}:Kind must be {GatewayKinds.Baileys} or {GatewayKinds.Evolution}.";
        if (gateway.DeviceName is { } device
            && (device.Length is 0 or > LongestDeviceName || device.Any(char.IsControl) || device.Contains('*', StringComparison.Ordinal)))
            yield return $"{setting}:DeviceName must be 1 to {LongestDeviceName} printable characters without *.";
        foreach (var problem in gateway.Kind == GatewayKinds.Baileys ? OfBaileys(gateway, setting) : OfEvolution(gateway, setting))
            yield return problem;
        foreach (var unknown in gateway.Unknown)
            yield return $"{setting}:{unknown} is not a setting{(gateway.Kind is null ? "" : $" of kind {gateway.Kind}")}.";
    }

    private static IEnumerable<string> OfBaileys(GatewayOptions gateway, string setting)
    {
        if (gateway.WhatsAppVersion is { } version && !Version().IsMatch(version))
            yield return $"{setting}:WhatsAppVersion must be three numbers with dots between, such as 2.3000.1027934701.";
        if (gateway.WhatsAppUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme == Uri.UriSchemeWss))
            yield return $"{setting}:WhatsAppUrl must be a wss URL.";
        if (gateway.WhatsAppRootKey is { } key && !RootKey().IsMatch(key))
            yield return $"{setting}:WhatsAppRootKey must be 64 hex digits.";
        if (gateway.WhatsAppCertificate is { } file && !File.Exists(file))
            yield return $"{setting}:WhatsAppCertificate is no file here.";
    }

    private static IEnumerable<string> OfEvolution(GatewayOptions gateway, string setting)
    {
        if (!SettingUrl.IsUrl(gateway.BaseUrl))
            yield return $"{setting}:BaseUrl must be an http or https URL without user info, query and fragment, such as http://evolution:8080.";
        if (gateway.ApiKey is not { Value: var key } || key.Length > LongestKey || !key.All(character => character is > ' ' and <= '~'))
            yield return $"{setting}:ApiKey is missing, or is no key of 1 to {LongestKey} printable characters.";
        if (gateway.CallbackUrl is not null && !SettingUrl.IsUrl(gateway.CallbackUrl))
            yield return $"{setting}:CallbackUrl must be an http or https URL without user info, query and fragment, such as https://pair.example.com.";
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,31}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\d{1,3}\.\d{1,6}\.\d{1,12}\z")]
    private static partial Regex Version();

    [GeneratedRegex(@"^[0-9a-fA-F]{64}\z")]
    private static partial Regex RootKey();
}

internal static class GatewayKinds
{
    public const string Evolution = "evolution";
    public const string Baileys = "baileys";
}
