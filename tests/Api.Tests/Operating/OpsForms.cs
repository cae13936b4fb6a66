using System.Reflection;
using PilotPairing.Api.Operating;
using PilotPairing.Api.Pages.Ops;

namespace PilotPairing.Api.Tests.Operating;

/// <summary>Every form of the operations pages that changes something: a page that is new and not listed here fails the tests.</summary>
internal static class OpsForms
{
    private static readonly Dictionary<Type, string> Pages = new()
    {
        [typeof(LinkModel)] = "/ops/links/lnk_00000000000000000000000000",
        [typeof(NumberModel)] = "/ops/numbers/num_00000000000000000000000000",
        [typeof(WebhookModel)] = "/ops/webhooks/wh_00000000000000000000000000",
        [typeof(DeliveryModel)] = "/ops/deliveries/dlv_00000000000000000000000000",
        [typeof(TenantsModel)] = "/ops/tenants",
        [typeof(TenantModel)] = "/ops/tenants/ten_00000000000000000000000000",
    };

    public static IReadOnlyList<string> All { get; } =
    [
        .. from page in typeof(OpsPage).Assembly.GetTypes()
           where typeof(OpsPage).IsAssignableFrom(page) && !page.IsAbstract && page != typeof(SignInModel)
               && page.GetCustomAttribute<ViewersMayPostAttribute>() is null
           from method in page.GetMethods()
           where method.Name.StartsWith("OnPost", StringComparison.Ordinal)
           select $"{Pages[page]}?handler={method.Name["OnPost".Length..^"Async".Length]}",
    ];
}
