import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Toasts, TooltipProvider } from '@/shared/components'
import { EventsProvider } from '@/shared/events/events'
import { queries } from '@/shared/queries'
import { SignedIn } from './signed-in'
import { router } from './router'

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider>
        <Toasts>
          <SignedIn router={router}>
            <EventsProvider>
              <RouterProvider router={router} />
            </EventsProvider>
          </SignedIn>
        </Toasts>
      </TooltipProvider>
    </QueryClientProvider>
  )
}
