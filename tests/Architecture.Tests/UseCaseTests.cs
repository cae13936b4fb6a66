using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PilotPairing.Application;
using PilotPairing.Application.Links;
using PilotPairing.Application.Operating;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Branding;
using PilotPairing.Domain.Connections;
using PilotPairing.Domain.Links;

namespace PilotPairing.Architecture.Tests;

/// <summary>That every use case is registered with everything around it: a validator nobody registered would be green for years.</summary>
public sealed class UseCaseTests
{
    private static readonly Type[] Types = Layers.Application.GetTypes();
    private static readonly ServiceCollection Registered = Services();

    [Fact]
    public void Every_request_has_its_handler()
    {
        var requests = Types.SelectMany(type =>
            Closed(type, typeof(IRequest<>))
                .Select(contract => typeof(IRequestHandler<,>).MakeGenericType(type, contract.GenericTypeArguments[0]))).ToList();

        requests.Should().NotBeEmpty().And.OnlyContain(handler => Registered.Count(service => service.ServiceType == handler) == 1);
    }

    [Fact]
    public void Every_validator_of_a_request_and_every_existence_check_is_registered()
    {
        var contracts = from type in Types
                        where type is { IsAbstract: false, IsGenericTypeDefinition: false }
                        from contract in Closed(type, typeof(IValidator<>)).Concat(Closed(type, typeof(IExistence<>)))
                        where Closed(contract.GenericTypeArguments[0], typeof(IRequest<>)).Any()
                        select (contract, type);

        contracts.Should().NotBeEmpty()
            .And.OnlyContain(pair =>
                Registered.Any(service => service.ServiceType == pair.contract && service.ImplementationType == pair.type));
    }

    [Fact]
    public void Whatever_is_read_from_a_body_has_rules_or_nothing_to_break()
    {
        var unruled = Types.Where(type => type is { IsAbstract: false, IsClass: true } && type.IsAssignableTo(typeof(IReadFromBody)))
            .Where(type => Registered.All(service => service.ServiceType != typeof(IValidator<>).MakeGenericType(type)));

        unruled.Where(type => type.GetProperties().Any(property => property.PropertyType == typeof(string) && property.CanWrite)).Should()
            .BeEmpty();
    }

    [Fact]
    public void No_handler_sends_another_request()
    {
        var senders = from type in Types
                      where Closed(type, typeof(IRequestHandler<,>)).Any()
                      where Asks(type)
                      select type.Name;

        senders.Should().BeEmpty();
    }

    [Fact]
    public void A_planted_sender_is_seen() => Asks(typeof(Planted)).Should().BeTrue();

    [Fact]
    public void Everything_registered_can_be_built_when_the_ports_are_there()
    {
        var services = Services();
        foreach (var port in Types.Where(type => type is { IsInterface: true, IsGenericTypeDefinition: false }))
            services.TryAdd(ServiceDescriptor.Singleton(port, _ => throw new InvalidOperationException($"{port.Name} is only a stub")));

        var build = () => services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        build.Should().NotThrow();
    }

    private static bool Asks(Type type) =>
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => parameter.ParameterType == typeof(IMediator));

    private static IEnumerable<Type> Closed(Type type, Type open) =>
        type.GetInterfaces().Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == open);

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new BrandingDefaults("", "", ""));
        services.AddSingleton(new PairingBudget(1, 1));
        services.AddSingleton(new WebhookLimit(1));
        services.AddSingleton(new EventHistory(TimeSpan.FromDays(30)));
        services.AddSingleton(new Retention(TimeSpan.FromDays(30), null, null, null));
        services.AddSingleton(new PairingPageDefaults(ConnectInWhatsApp.First));
        services.AddApplication();
        return services;
    }

    private sealed class Planted(IMediator mediator)
    {
        public override string ToString() => $"{mediator}";
    }
}
