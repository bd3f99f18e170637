import { Module, type DynamicModule } from '@nestjs/common';
import { AuthController } from './access/auth.controller.js';
import { Doorkeeper } from './access/doorkeeper.js';
import { HEALTH_SOURCES, HealthController, type HealthSources } from './health/health.controller.js';

/** The small doors of the gateway: sign-in and health. GraphQL, REST and the web app stand before it as middleware. */
@Module({})
export class GatewayModule {
  static with(doorkeeper: Doorkeeper, health: HealthSources): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [AuthController, HealthController],
      providers: [
        { provide: Doorkeeper, useValue: doorkeeper },
        { provide: HEALTH_SOURCES, useValue: health },
      ],
    };
  }
}
