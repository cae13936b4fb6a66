namespace PilotPairing.Application.Operating;

/// <summary>Checks the operator's Meta app. Having none is no problem.</summary>
internal static class MetaFindings
{
    public static IEnumerable<Finding> Of(MetaState? state, string publicUrl, string connectUrl)
    {
        if (state is null)
        {
            yield return new("meta", Verdict.Ok,
                "No Meta app is configured: live tenants pair by QR code and pairing code, and creating Meta numbers or links is "
                    + "refused with META_NOT_CONFIGURED.");
            yield break;
        }

        yield return App(state);
        yield return Signup(state, connectUrl);
        yield return IsHttps(publicUrl)
            ? new("meta webhook", Verdict.Ok, "Meta can be given an address of this server to call; pilotpairing meta-hook prints it.")
            : new("meta webhook", Verdict.Warning, $"Meta calls https addresses only, and {publicUrl} is none.",
                "Set PublicUrl to the https address of this server. Without its calls the health of numbers is known only when "
                    + "somebody asks for it.");
    }

    private static Finding App(MetaState state) => state switch
    {
        { Away: { } failure } =>
            new("meta", Verdict.Problem, failure,
                "Let this machine reach it over https, without a proxy, and see Meta:GraphBaseUrl; then ask again."),
        { Refused: { } reason } =>
            new("meta", Verdict.Problem, $"Meta refuses the app: {reason}",
                "Correct Meta:AppId and Meta:AppSecret: both stand in the app's dashboard under App settings, Basic."),
        _ => new("meta", Verdict.Ok, "Meta accepts the app's id and secret."),
    };

    private static Finding Signup(MetaState state, string connectUrl)
    {
        if (!state.HasSignup)
        {
            return new(
                "meta signup", Verdict.Warning,
                "Meta:ConfigId is not set: customers cannot open Embedded Signup, creating such links is refused with "
                    + "META_NOT_CONFIGURED, and numbers connect by credentials only.",
                "Create a configuration of the login variation WhatsApp Embedded Signup in the app's Facebook Login for Business, "
                    + "and set Meta:ConfigId to its id.");
        }

        return IsHttps(connectUrl)
            ? new("meta signup", Verdict.Ok,
                $"Embedded Signup can be opened on {connectUrl}, provided that Meta lists it among the app's domains.")
            : new("meta signup", Verdict.Problem, $"Meta opens Embedded Signup on https pages only, and {connectUrl} is none.",
                "Set ConnectUrl, or PublicUrl, to the https address of the hosted page.");
    }

    private static bool IsHttps(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
