namespace PilotPairing.Domain.Operating;

/// <summary>A wrong password and an unknown user look the same from outside.</summary>
public sealed record SignInRefused() : Refusal(RefusalKind.Unauthenticated, "SIGN_IN_REFUSED", "User or password is wrong");

public sealed record SignInLocked(TimeSpan Wait) : Refusal(RefusalKind.TooMany, "SIGN_IN_LOCKED", "Too many failed sign-ins")
{
    public override TimeSpan? RetryAfter => Wait;
}

/// <summary>The provider refused, or what it sent is not valid for this sign-in. Which of both is in the log alone.</summary>
public sealed record ProviderSignInRefused() : Refusal(RefusalKind.Unauthenticated, "SIGN_IN_NOT_CONFIRMED",
    "The identity provider did not confirm the sign-in");

public sealed record ProviderUnavailable() : Refusal(RefusalKind.GatewayFault, "SIGN_IN_PROVIDER_UNAVAILABLE",
    "The identity provider does not answer");

/// <summary>The provider knows the person; no value of the configured claim gives a role here.</summary>
public sealed record OperatorRoleMissing() : Refusal(RefusalKind.Forbidden, "OPERATOR_ROLE_MISSING",
    "Your account has no role for these pages");

/// <summary>A viewer sees everything and changes nothing.</summary>
public sealed record OperatorRoleRequired() : Refusal(RefusalKind.Forbidden, "OPERATOR_ROLE_REQUIRED",
    "This needs the role operator; yours is viewer");

public sealed record AntiforgeryFailed() : Refusal(RefusalKind.Forbidden, "ANTIFORGERY_FAILED",
    "The anti-forgery token is missing or not of this session");
