/**
 * The few classes of RxJS that this package is made with. `rxjs` itself loads some 220 files for whatever is imported from
 * it, a tenth of a second of each start; these paths are entries of its package too, and lead to the very same classes.
 */
export { BehaviorSubject } from 'rxjs/internal/BehaviorSubject';
export { Observable } from 'rxjs/internal/Observable';
export { Subject } from 'rxjs/internal/Subject';
export { Subscription } from 'rxjs/internal/Subscription';
