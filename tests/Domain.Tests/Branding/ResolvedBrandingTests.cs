using PilotPairing.Domain.Branding;

namespace PilotPairing.Domain.Tests.Branding;

/// <summary>Precedence: every field under every subset of layers that set it.</summary>
public sealed class ResolvedBrandingTests
{
    private static readonly BrandingDefaults Defaults = new("Operadora", "Conectar WhatsApp", "Conexão WhatsApp");

    public static TheoryData<string, string?, bool> Texts => new()
    {
        { nameof(BrandingLayer.LogoUrl), null, true },
        { nameof(BrandingLayer.PrimaryColor), null, true },
        { nameof(BrandingLayer.BackgroundColor), null, true },
        { nameof(BrandingLayer.LogoUrlDark), null, true },
        { nameof(BrandingLayer.FaviconUrl), null, true },
        { nameof(BrandingLayer.CardColor), null, true },
        { nameof(BrandingLayer.CompanyName), "Operadora", true },
        { nameof(BrandingLayer.Subtitle), "Conexão WhatsApp", true },
        { nameof(BrandingLayer.SupportUrl), null, false },
        { nameof(BrandingLayer.DefaultRedirectUrl), null, false },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Query_over_link_over_tenant_over_default_and_never_an_address_from_the_query(
        string field, string? shownByDefault, bool queryCounts)
    {
        foreach (var (inQuery, inLink, inTenant) in Subsets())
        {
            var resolved = ResolvedBranding.Resolve(
                With(field, inQuery ? "query" : null), With(field, inLink ? "link" : null), With(field, inTenant ? "tenant" : null),
                Defaults);

            var expected = inQuery && queryCounts ? "query" : inLink ? "link" : inTenant ? "tenant" : shownByDefault;
            typeof(ResolvedBranding).GetProperty(field)!.GetValue(resolved).Should()
                .Be(expected, $"{field} set by query {inQuery}, link {inLink}, tenant {inTenant}");
            resolved.Should().BeEquivalentTo(ResolvedBranding.Resolve(new(), new(), new(), Defaults), others =>
                others.Excluding(member => member.Path == field), "no other field moves along");
        }
    }

    [Fact]
    public void The_theory_names_every_text_field() =>
        Texts.Select(row => (string)row[0]).Should()
            .BeEquivalentTo(typeof(BrandingLayer).GetProperties().Where(property => property.PropertyType == typeof(string))
            .Select(property => property.Name));

    [Fact]
    public void Corners_and_letters_follow_the_same_order()
    {
        var tenant = new BrandingLayer { CornerRadius = 24, FontFamily = FontFamily.Serif };
        var link = new BrandingLayer { CornerRadius = 0 };
        var query = new BrandingLayer { FontFamily = FontFamily.Mono };

        Shape(ResolvedBranding.Resolve(new(), new(), new(), Defaults)).Should().Be((null, null));
        Shape(ResolvedBranding.Resolve(new(), new(), tenant, Defaults)).Should().Be((24, FontFamily.Serif));
        Shape(ResolvedBranding.Resolve(new(), link, tenant, Defaults)).Should().Be((0, FontFamily.Serif));
        Shape(ResolvedBranding.Resolve(query, link, tenant, Defaults)).Should().Be((0, FontFamily.Mono));
    }

    [Fact]
    public void The_nearest_layer_that_says_anything_decides_on_the_footer_and_an_explicit_false_says_something()
    {
        bool?[] answers = [null, false, true];
        foreach (var query in answers)
        {
            foreach (var link in answers)
            {
                foreach (var tenant in answers)
                {
                    var resolved = ResolvedBranding.Resolve(Hiding(query), Hiding(link), Hiding(tenant), Defaults);
                    resolved.HidePilotStatusBranding.Should().Be(query ?? link ?? tenant ?? false);
                }
            }
        }
    }

    [Fact]
    public void A_page_that_hides_the_product_never_takes_its_name()
    {
        var hidden = ResolvedBranding.Resolve(new(), new(), Hiding(true), Defaults);
        var named = ResolvedBranding.Resolve(new(), new(), Hiding(true) with { CompanyName = "Clínica Sol" }, Defaults);
        var shownAgain = ResolvedBranding.Resolve(new(), Hiding(false), Hiding(true), Defaults);

        (hidden.CompanyName, named.CompanyName, shownAgain.CompanyName).Should().Be(("Conectar WhatsApp", "Clínica Sol", "Operadora"));
    }

    private static (int? Corner, FontFamily? Letters) Shape(ResolvedBranding branding) => (branding.CornerRadius, branding.FontFamily);

    private static BrandingLayer Hiding(bool? hide) => new() { HidePilotStatusBranding = hide };

    private static BrandingLayer With(string field, string? value)
    {
        var layer = new BrandingLayer();
        typeof(BrandingLayer).GetProperty(field)!.SetValue(layer, value);
        return layer;
    }

    private static IEnumerable<(
        bool Query, bool Link, bool Tenant)> Subsets() =>
            Enumerable.Range(0, 8).Select(bits => ((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
}
