using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using PilotPairing.Application.Access;
using PilotPairing.Domain;

namespace PilotPairing.Application.Tests.Access;

/// <summary>A request whose work is committed already, sent as the application sends it.</summary>
public sealed class RebuildingTests
{
    private static readonly CommittedRequest Committed = new(new("thing_1", Guid.Empty));

    [Fact]
    public async Task Committed_work_is_answered_although_a_rule_says_otherwise_by_now() =>
        (await Send(Committed, answer: "rebuilt", isValid: false)).Value.Should().Be("rebuilt");

    [Fact]
    public async Task Committed_work_that_cannot_be_shown_is_named_and_not_called_invalid() =>
        (await Send(Committed, answer: null, isValid: false)).Refusal.Should().Be(new IdempotencyInProgress("thing_1"));

    [Fact]
    public async Task Committed_work_is_not_done_again() =>
        (await Send(Committed, answer: null, isValid: true)).Refusal.Should().Be(new IdempotencyInProgress("thing_1"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_not_committed_is_checked_and_done(bool isValid)
    {
        var outcome = await Send(null, answer: "rebuilt", isValid);

        (outcome.Refusal?.Code ?? outcome.Value).Should().Be(isValid ? "done" : "VALIDATION_ERROR");
    }

    private static async Task<Result<string>> Send(CommittedRequest? committed, string? answer, bool isValid)
    {
        var services = new ServiceCollection();
        services.AddApplication();
        services.AddScoped<IValidator<Make>>(_ => new MakeValidator(isValid));
        services.AddScoped<IRequestHandler<Make, Result<string>>, MakeHandler>();
        services.AddScoped<IRebuild<Make, Result<string>>>(_ => new MadeAnswer(answer));
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentClaim>().Committed = committed;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Make());
    }

    private sealed record Make : IRequest<Result<string>>;

    private sealed class MakeValidator : AbstractValidator<Make>
    {
        public MakeValidator(bool isValid) =>
            RuleFor(make => make).Must(_ => isValid).OverridePropertyName("url").WithMessage("must lead to a public address");
    }

    private sealed class MakeHandler : IRequestHandler<Make, Result<string>>
    {
        public Task<Result<string>> Handle(Make request, CancellationToken cancellationToken) => Task.FromResult<Result<string>>("done");
    }

    private sealed class MadeAnswer(string? answer) : IRebuild<Make, Result<string>>
    {
        public Task<Result<string>?> Rebuild(Make request, MadeResource? made, CancellationToken cancellationToken) =>
            Task.FromResult(answer is null ? null : (Result<string>?)answer);
    }
}
