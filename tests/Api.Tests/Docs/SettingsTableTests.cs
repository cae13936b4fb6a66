using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PilotPairing.Api.Access;
using PilotPairing.Api.Branding;
using PilotPairing.Api.Hosting;
using PilotPairing.Api.Pages.Connect;
using PilotPairing.Api.RateLimiting;
using PilotPairing.Infrastructure.Access;
using PilotPairing.Infrastructure.Connections;
using PilotPairing.Infrastructure.Crypto;
using PilotPairing.Infrastructure.Gateways;
using PilotPairing.Infrastructure.Jobs;
using PilotPairing.Infrastructure.Jobs.Periodic;
using PilotPairing.Infrastructure.Links;
using PilotPairing.Infrastructure.Messaging;
using PilotPairing.Infrastructure.Meta;
using PilotPairing.Infrastructure.Operating;
using PilotPairing.Infrastructure.Webhooks;

namespace PilotPairing.Api.Tests.Docs;

/// <summary>
/// The table of settings of docs/operating.md is what the code reads: every one, with its default and, where it is a number, with its
/// bounds.
/// </summary>
public sealed partial class SettingsTableTests
{
    /// <summary>Read one by one, without an options class.</summary>
    private static readonly string[] Single =
        ["ConnectionStrings__Postgres", "ConnectionStrings__Direct", "MigrateAtStart", "DataDirectory", "Demo__TenantKey", "Demo__Live",
            "WhatsAppGatewayDirectory"];

    private static readonly Section[] Sections =
    [
        Section.Of("", new AddressOptionsValidator()), Section.Of(EncryptionOptions.Section, new EncryptionOptionsValidator()),
        Section.Of(WebhookOptions.Section, new WebhookOptionsValidator()),
        Section.Of(JobsOptions.Section, new JobsOptionsValidator()), Section.Of(SendingOptions.Section, new SendingOptionsValidator()),
        Section.Of(PairingBudgetOptions.Section, new PairingBudgetOptionsValidator()),
        Section.Of(PairingPageOptions.Section, new PairingPageOptionsValidator()),
        Section.Of(ReconciliationOptions.Section, new ReconciliationOptionsValidator()),
        Section.Of(TenantOptions.Section, new TenantOptionsValidator()),
        Section.Of(AccessOptions.Section, new AccessOptionsValidator()),
        Section.Of(RateLimitOptions.Section, new RateLimitOptionsValidator()), Section.Of(MetaOptions.Section, new MetaOptionsValidator()),
        Section.Of(BrandingOptions.Section, new BrandingOptionsValidator()), Section.Of(PageOptions.Section, new PageOptionsValidator()),
        Section.Of(OpsOptions.Section, new OpsOptionsValidator(isProduction: true)),
        Section.Of("Ops__Oidc", new OidcOptionsValidator()),
        Section.Of(OtlpOptions.Section, new OtlpOptionsValidator()), Section.Of(StoppingOptions.Section, new StoppingOptionsValidator()),
        Section.Of(RetentionOptions.Section, new RetentionOptionsValidator()),
        Section.Of(MetricsOptions.Section, new MetricsOptionsValidator()),
    ];

    private static readonly Dictionary<string, (string Default, string MayBe)> Table = Row().Matches(Guide.Read("docs", "operating.md"))
        .ToDictionary(row => row.Groups["name"].Value, row => (row.Groups["default"].Value.Trim('`'), row.Groups["range"].Value));

    [Fact]
    public void It_has_every_setting_and_no_other()
    {
        var gateway = typeof(GatewayOptions).GetProperties().Select(property => property.Name)
            .Except([nameof(GatewayOptions.Name), nameof(GatewayOptions.Unknown)]).Select(name => "Gateways__<name>__" + name);

        Table.Keys.Should().BeEquivalentTo(
            [.. Single, .. gateway, "Gateways__Default", .. Sections.SelectMany(section => section.Defaults.Keys)]);
    }

    [Fact]
    public void The_environment_file_has_every_setting_with_its_default()
    {
        var file = Line().Matches(Guide.Read("deploy", "pilotpairing.env")).ToDictionary(
            line => line.Groups["name"].Value.Replace("__0", "__N", StringComparison.Ordinal)
                .Replace("__main__", "__<name>__", StringComparison.Ordinal),
            line => line.Groups["value"].Value);

        file.Keys.Should().BeEquivalentTo([.. Table.Keys, "ASPNETCORE_FORWARDEDHEADERS_ENABLED"]);
        foreach (var (name, value) in Sections.SelectMany(section => section.Defaults).Where(setting => setting.Value is not null))
            file[name].Should().Be(value, name);
    }

    [Fact]
    public void It_describes_the_defaults()
    {
        foreach (var (name, value) in Sections.SelectMany(section => section.Defaults).Where(setting => setting.Value is not null))
            Table[name].Default.Should().Be(value, name);
    }

    [Fact]
    public void It_describes_the_bounds_of_numbers()
    {
        var numbers = 0;
        foreach (var section in Sections)
        {
            foreach (var name in section.Numbers)
            {
                var bounds = Table[name].MayBe.Split(" to ").Select(bound => int.Parse(bound, CultureInfo.InvariantCulture)).ToArray();
                foreach (var (value, accepted) in new[] { (bounds[0] - 1, false), (bounds[0], true), (bounds[1], true),
                    (bounds[1] + 1, false) })
                    section.Accepts(name, value).Should().Be(accepted, $"{name} {value}");
                numbers++;
            }
        }

        numbers.Should().Be(27);
    }

    private sealed record Section(
        IReadOnlyDictionary<string, string?> Defaults, IReadOnlyList<string> Numbers, Func<string, int, bool> Accepts)
    {
        public static Section Of<TOptions>(string name, IValidateOptions<TOptions> validator)
            where TOptions : class, new()
        {
            var prefix = name.Length == 0 ? "" : name + "__";
            var (settings, fresh) = (typeof(TOptions).GetProperties().Where(property => property.CanWrite).ToList(), new TOptions());
            return new(
                settings.SelectMany(setting =>
                    Names(setting.PropertyType).Select(name => (Name: prefix + setting.Name + name, Setting: setting)))
                    .ToDictionary(row => row.Name, row => IsList(row.Setting.PropertyType) ? null : Written(row.Setting.GetValue(fresh))),
                [.. settings.Where(setting => setting.PropertyType == typeof(int)).Select(setting => prefix + setting.Name)],
                (setting, value) => validator.Validate(null, Bound<TOptions>(setting, value)).Succeeded);
        }

        private static IEnumerable<string> Names(Type type) => !IsList(type) ? [""]
            : type.GenericTypeArguments is [{ IsClass: true } item] && item != typeof(string)
                ? item.GetProperties().Where(property => property.CanWrite).Select(property => "__N__" + property.Name)
                : ["__N"];

        private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

        private static string? Written(object? value) =>
            Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

        private static TOptions Bound<TOptions>(string setting, int value)
            where TOptions : class, new()
        {
            var path = setting.Replace("__", ":", StringComparison.Ordinal);
            var settings = new ConfigurationBuilder().AddInMemoryCollection([new(path, value.ToString(CultureInfo.InvariantCulture))])
                .Build();
            return settings.GetSection(path.Split(':')[0]).Get<TOptions>()!;
        }
    }

    [GeneratedRegex("^#?(?<name>[A-Za-z_0-9]+)=(?<value>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^\| `(?<name>[A-Z][\w<>]*)` \|[^|]*\| (?<default>[^|]*?) \| ?(?<range>[^|]*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
